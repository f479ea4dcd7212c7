import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { cacheKey, cacheRoot, cachedDirectory, fileTexts, withLock } from "../../../../lab/toolchain/cache";

describe("the cache", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lab-cache-"));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  describe("its place", () => {
    it("is below XDG_CACHE_HOME", () => {
      expect(cacheRoot({ XDG_CACHE_HOME: "/var/cache/me" })).to.equal("/var/cache/me/pulumi-knative");
    });

    it("is below the home directory where XDG_CACHE_HOME is empty or relative", () => {
      const home = cacheRoot({});
      expect(home).to.match(/^\/.*\/\.cache\/pulumi-knative$/);
      expect(cacheRoot({ XDG_CACHE_HOME: "" })).to.equal(home);
      expect(cacheRoot({ XDG_CACHE_HOME: "cache" })).to.equal(home);
    });
  });

  describe("keys", () => {
    it("are the same for the same texts in any order", () => {
      expect(cacheKey({ "go.mod": "a", "go.sum": "b" })).to.equal(cacheKey({ "go.sum": "b", "go.mod": "a" }));
    });

    it("differ when a text, a name or the border between them differs", () => {
      const texts: Record<string, string>[] = [
        { a: "bc" },
        { a: "bd" },
        { b: "bc" },
        { ab: "c" },
        { a: "b", c: "" },
      ];
      const keys = texts.map(cacheKey);
      expect(new Set(keys).size).to.equal(keys.length);
    });

    it("are sixteen hexadecimal digits, fit for a file name", () => {
      expect(cacheKey({})).to.match(/^[0-9a-f]{16}$/);
    });

    it("take the wanted files of a directory", async () => {
      await writeFile(join(directory, "main.go"), "package main");
      await writeFile(join(directory, "notes.txt"), "no");
      expect(await fileTexts(directory, (path) => path.endsWith(".go"))).to.deep.equal({
        "main.go": "package main",
      });
    });
  });

  describe("a directory of it", () => {
    it("is filled once and found afterwards", async () => {
      const target = join(directory, "thing");
      let fills = 0;
      const fill = async (temporary: string) => {
        fills += 1;
        await writeFile(join(temporary, "file"), "content");
      };
      expect(await cachedDirectory(target, fill)).to.equal("made");
      expect(await cachedDirectory(target, fill)).to.equal("cached");
      expect(fills).to.equal(1);
      expect(await readFile(join(target, "file"), "utf8")).to.equal("content");
    });

    it("does not appear when filling it fails, and is made from nothing the next time", async () => {
      const target = join(directory, "thing");
      const half = async (temporary: string) => {
        await writeFile(join(temporary, "half"), "");
        throw new Error("killed");
      };
      const error = await cachedDirectory(target, half).catch((reason: unknown) => reason);
      expect(error).to.have.property("message", "killed");
      expect(await readdir(directory)).to.not.include("thing");
      await cachedDirectory(target, (temporary) => writeFile(join(temporary, "whole"), ""));
      expect(await readdir(target)).to.deep.equal(["whole"]);
    });

    it("is filled by one of two that want it at the same time", async () => {
      const target = join(directory, "thing");
      let fills = 0;
      const fill = async (temporary: string) => {
        fills += 1;
        await writeFile(join(temporary, "file"), "");
      };
      const results = await Promise.all([cachedDirectory(target, fill), cachedDirectory(target, fill)]);
      expect(results).to.have.members(["made", "cached"]);
      expect(fills).to.equal(1);
    });
  });

  describe("its lock", () => {
    it("lets one work at a time", async () => {
      let inside = 0;
      const work = async () => {
        inside += 1;
        expect(inside).to.equal(1);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      };
      await Promise.all(Array.from({ length: 4 }, () => withLock(join(directory, "lock"), work)));
      expect(inside).to.equal(0);
    });

    it("is given back when its holder is killed", async () => {
      const file = join(directory, "lock");
      const module = require.resolve("../../../../lab/toolchain/cache");
      const script = join(directory, "holder.ts");
      const text = `import { withLock } from ${JSON.stringify(module)};
        void withLock(${JSON.stringify(file)}, () => new Promise(() => setInterval(() => console.log("held"), 10)));`;
      await writeFile(script, text);
      const holder = spawn(process.execPath, ["--import", require.resolve("tsx"), script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(holder.stdout, "data");
      holder.kill("SIGKILL");
      expect(await withLock(file, () => Promise.resolve("free"))).to.equal("free");
    });

    it("is given back when the work fails", async () => {
      const file = join(directory, "lock");
      const error = await withLock(file, () => Promise.reject(new Error("no"))).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.have.property("message", "no");
      expect(await withLock(file, () => Promise.resolve("free"))).to.equal("free");
    });
  });
});
