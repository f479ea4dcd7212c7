import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { layoutDigest, writeLayout, writeTar, type LayerEntry } from "../../../../lab/artifacts/oci";

const DEFAULTS = { user: "65532", entrypoint: ["/app"], env: { PATH: "/bin", A: "b" } };

describe("image archives", () => {
  let directory: string;
  let umask: number;

  beforeEach(async () => {
    umask = process.umask();
    directory = await mkdtemp(join(tmpdir(), "lab-oci-"));
  });

  afterEach(async () => {
    process.umask(umask);
    await rm(directory, { recursive: true });
  });

  const list = (file: string) =>
    execFileSync("tar", ["--utc", "--numeric-owner", "-tvf", file], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    })
      .trim()
      .split("\n")
      .map((line) => line.replace(/\s+/g, " "));

  async function program(name: string, mode: number): Promise<string> {
    const path = join(directory, name);
    await writeFile(path, "program");
    await chmod(path, mode);
    return path;
  }

  function entries(source: string): LayerEntry[] {
    return [
      { path: "usr/bin/app", source, mode: 0o755 },
      { path: "etc/passwd", text: "root", mode: 0o644 },
      { path: "tmp", directoryMode: 0o1777 },
      { path: "bin/sh", link: "busybox" },
    ];
  }

  it("hold what was asked for, owned by root, of the first second of time, sorted", async () => {
    const file = join(directory, "layer.tar");
    await writeTar(file, entries(await program("app", 0o755)));
    expect(list(file)).to.deep.equal([
      "drwxr-xr-x 0/0 0 1970-01-01 00:00 bin/",
      "lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/sh -> busybox",
      "drwxr-xr-x 0/0 0 1970-01-01 00:00 etc/",
      "-rw-r--r-- 0/0 4 1970-01-01 00:00 etc/passwd",
      "drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp/",
      "drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/",
      "drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/bin/",
      "-rwxr-xr-x 0/0 7 1970-01-01 00:00 usr/bin/app",
    ]);
  });

  it("are the same bytes whatever the umask, the order of entries, and the file's own mode and time", async () => {
    const [one, two] = [join(directory, "one.tar"), join(directory, "two.tar")];
    process.umask(0o022);
    await writeTar(one, entries(await program("app", 0o755)));
    process.umask(0o077);
    await writeTar(two, entries(await program("other", 0o600)).reverse());
    expect((await readFile(one)).equals(await readFile(two))).to.equal(true);
  });

  it("leave the files they are made from as they are", async () => {
    const source = await program("app", 0o600);
    await writeTar(join(directory, "layer.tar"), entries(source));
    expect(execFileSync("stat", ["-c", "%a %h", source], { encoding: "utf8" }).trim()).to.equal("600 1");
    expect(await readdir(directory)).to.have.members(["app", "layer.tar"]);
  });

  it("hold the file itself where a symbolic link to it is given", async () => {
    await symlink(await program("app", 0o755), join(directory, "link"));
    const file = join(directory, "layer.tar");
    await writeTar(file, [{ path: "app", source: join(directory, "link"), mode: 0o755 }]);
    expect(list(file)).to.deep.equal(["-rwxr-xr-x 0/0 7 1970-01-01 00:00 app"]);
  });

  describe("as an OCI layout", () => {
    const layers: LayerEntry[][] = [
      [{ path: "etc/passwd", text: "root", mode: 0o644 }],
      [{ path: "app", text: "x", mode: 0o755 }],
    ];

    async function layout(name: string, env: Record<string, string>): Promise<string> {
      const path = join(directory, name);
      await mkdir(path);
      await writeLayout(path, layers, { ...DEFAULTS, env });
      return path;
    }

    it("name every blob by its own digest and size", async () => {
      const path = await layout("image", DEFAULTS.env);
      const blob = (digest: string) => readFile(join(path, "blobs", digest.replace(":", "/")));
      const json = async (digest: string) =>
        JSON.parse((await blob(digest)).toString("utf8")) as Record<string, unknown>;
      const manifest = await json(await layoutDigest(path));
      const parts = [manifest.config, ...(manifest.layers as unknown[])] as {
        digest: string;
        size: number;
      }[];
      expect(parts).to.have.length(3);
      for (const { digest, size } of parts) {
        const bytes = await blob(digest);
        expect(bytes.length).to.equal(size);
        expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).to.equal(digest);
      }
      expect(await json(parts[0]?.digest ?? "")).to.deep.include({
        os: "linux",
        config: { User: "65532", Entrypoint: ["/app"], Env: ["PATH=/bin", "A=b"], WorkingDir: "/" },
        rootfs: { type: "layers", diff_ids: parts.slice(1).map(({ digest }) => digest) },
      });
    });

    it("have a digest that depends on their content alone", async () => {
      const digests = await Promise.all(
        [layout("one", { A: "1" }), layout("two", { A: "1" }), layout("three", { A: "2" })].map(
          async (path) => layoutDigest(await path),
        ),
      );
      expect(digests[0]).to.equal(digests[1]);
      expect(digests[0]).to.not.equal(digests[2]);
    });
  });
});
