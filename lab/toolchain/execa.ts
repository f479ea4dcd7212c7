/**
 * Loads execa. It is an ES module whose own dependencies can only be imported; tsx turns a static import of it into
 * a chain of `require`, which fails with ERR_PACKAGE_PATH_NOT_EXPORTED. A dynamic import is left alone.
 */
export async function loadExeca() {
  return (await import("execa")).execa;
}
