import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { releasePath } from "../../../provider/src/release/catalog";
import { fetchRelease, loadRelease } from "../../../provider/src/release/source";
import { sha256 } from "../../../provider/src/release/sourceCache";
import { fileOf, put, temporaryDirectories } from "./support/files";
import { sourceErrorOf as errorOf } from "./support/errors";
import { startServer, type TestServer } from "./support/server";

const text = "kind: A\n";
const file = fileOf(text);
const directory = temporaryDirectories();

describe("a checksums file", () => {
  const rebuilt = "kind: Rebuilt\n";
  const line = `${sha256(rebuilt)}  ${releasePath(file)}`;

  for (const [name, content] of Object.entries({
    "in text mode": `${line}\n`,
    "in binary mode": `${sha256(rebuilt).toUpperCase()} *./${releasePath(file)}\r\n`,
    "with comments and empty lines": `# made by hand\n\n${line}`,
  })) {
    it(`${name} replaces the catalogue's checksums`, async () => {
      const mirror = directory();
      put(mirror, file, rebuilt);
      writeFileSync(join(mirror, "SUMS"), content);
      expect(
        await fetchRelease(file, { mirror, checksumsFile: join(mirror, "SUMS"), cacheDir: directory() }),
      ).to.equal(rebuilt);
    });
  }

  for (const [name, content, reason] of [
    ["doesn't list the file", `${sha256("x")}  other.yaml\n`, `does not list ${releasePath(file)}`],
    ["is of another format", `${line}\nnothing\n`, "in line 2"],
  ] as const) {
    it(`is refused where it ${name}`, async () => {
      const mirror = directory();
      put(mirror, file, rebuilt);
      writeFileSync(join(mirror, "SUMS"), content);
      const error = await errorOf(
        fetchRelease(file, { mirror, checksumsFile: join(mirror, "SUMS"), cacheDir: directory() }),
      );
      expect(error.kind).to.equal("checksums-file");
      expect(error.message).to.include(reason);
    });
  }

  it("is refused where it is not there", async () => {
    const error = await errorOf(
      fetchRelease(file, { mirror: directory(), checksumsFile: "no/such/file", cacheDir: directory() }),
    );
    expect(error.failure).to.include({ kind: "checksums-file", file: "no/such/file" });
  });
});

describe("a checksums file on a server", () => {
  const rebuilt = "kind: Rebuilt\n";
  const sums = `${sha256(rebuilt)}  ${releasePath(file)}\n`;
  let server: TestServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  function mirror(headers: Readonly<Record<string, string>>): Promise<TestServer> {
    return startServer((request, response) => {
      if (request.url !== "/SUMS") {
        response.end(rebuilt);
      } else if (headers.etag !== undefined && request.headers["if-none-match"] === headers.etag) {
        response.writeHead(304).end();
      } else {
        response.writeHead(200, headers).end(sums);
      }
    });
  }

  const askedForSums = (requests: TestServer["requests"]): number =>
    requests.filter(({ url }) => url === "/SUMS").length;

  it("is asked for in every run, and sent only if it changed", async () => {
    server = await mirror({ etag: '"1"' });
    const source = { mirror: server.url, checksumsFile: `${server.url}/SUMS`, cacheDir: directory() };
    expect(await fetchRelease(file, source)).to.equal(rebuilt);
    expect(await fetchRelease(file, source)).to.equal(rebuilt);
    expect(await fetchRelease(file, source)).to.equal(rebuilt);
    expect(server.requests.map(({ url, headers }) => [url, headers["if-none-match"]])).to.deep.equal([
      ["/SUMS", undefined],
      [`/${releasePath(file)}`, undefined],
      ["/SUMS", '"1"'],
      ["/SUMS", '"1"'],
    ]);
  });

  it("is taken as read for as long as its server vouches for it", async () => {
    server = await mirror({ "cache-control": "public, max-age=600" });
    const source = { mirror: server.url, checksumsFile: `${server.url}/SUMS`, cacheDir: directory() };
    await fetchRelease(file, source);
    await fetchRelease(file, source);
    expect(askedForSums(server.requests)).to.equal(1);
  });

  it("is used as it was where its server is gone, and that is said", async () => {
    const gone = await mirror({});
    const source = { mirror: gone.url, checksumsFile: `${gone.url}/SUMS`, cacheDir: directory() };
    await fetchRelease(file, source);
    await gone.close();
    const { texts, errors, notes } = await loadRelease([file], source);
    expect(errors).to.deep.equal([]);
    expect(Object.values(texts)).to.deep.equal([rebuilt]);
    expect(notes.join()).to.include(`${gone.url}/SUMS`).and.include("the last time");
  });

  it("is not replaced by an older one where its server answers that it is not there", async () => {
    let there = true;
    server = await startServer((request, response) => {
      response.writeHead(there ? 200 : 404).end(request.url === "/SUMS" ? sums : rebuilt);
    });
    const source = { mirror: server.url, checksumsFile: `${server.url}/SUMS`, cacheDir: directory() };
    await fetchRelease(file, source);
    there = false;
    expect((await errorOf(fetchRelease(file, source))).message).to.include("404");
  });

  it("is an error where it was never had", async () => {
    const gone = await mirror({});
    await gone.close();
    const { failure } = await errorOf(
      fetchRelease(file, { mirror: gone.url, checksumsFile: `${gone.url}/SUMS`, cacheDir: directory() }),
    );
    expect(failure).to.include({ kind: "checksums-file", file: `${gone.url}/SUMS` });
  });
});
