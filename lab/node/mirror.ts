import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, normalize, sep } from "node:path";

import { isMissing } from "./files";

/** The file that a request's path names under a directory; undefined if the path leaves it or cannot be decoded. */
export function fileOf(directory: string, url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, "http://mirror").pathname);
    const file = join(directory, normalize(path));
    return path.includes("\0") || !file.startsWith(directory + sep) ? undefined : file;
  } catch {
    return undefined;
  }
}

/** A server that gives the files of a directory to read, and nothing else. `/healthz` tells that it is there. */
export function mirrorServer(directory: string) {
  return createServer((request, response) => {
    answer(directory, request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else end(response, 500, "the mirror failed; its log tells more");
    });
  });
}

async function answer(directory: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD")
    return end(response, 405, "this mirror is only read");
  if (request.url === "/healthz") return end(response, 200, "ok");
  const file = fileOf(directory, request.url ?? "/");
  const size = file === undefined ? undefined : await sizeOf(directory, file);
  if (file === undefined || size === undefined)
    return end(response, 404, `no file ${request.url ?? "/"} in this mirror`);
  response.writeHead(200, { "content-type": contentType(file), "content-length": size });
  if (request.method === "HEAD") return void response.end();
  createReadStream(file)
    .on("error", (error) => response.destroy(error))
    .pipe(response);
}

/** Bytes of a regular file; undefined for everything else, also for what a link shows from outside the directory. */
async function sizeOf(directory: string, file: string): Promise<number | undefined> {
  try {
    const [root, real] = await Promise.all([realpath(directory), realpath(file)]);
    const found = await stat(real);
    return found.isFile() && real.startsWith(root + sep) ? found.size : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function contentType(file: string): string {
  return /\.(ya?ml|txt|json|md)$|SUMS$/.test(file) ? "text/plain; charset=utf-8" : "application/octet-stream";
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

if (require.main === module) {
  const [directory = ".", address = "127.0.0.1", port = "8080"] = process.argv.slice(2);
  mirrorServer(directory).listen(Number(port), address, () =>
    console.log(`${directory} at http://${address}:${port}`),
  );
}
