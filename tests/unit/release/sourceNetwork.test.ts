import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { releasePath } from "../../../provider/src/release/catalog";
import { fetchRelease, loadRelease } from "../../../provider/src/release/source";
import { sha256 } from "../../../provider/src/release/sourceCache";
import { fileOf, temporaryDirectories } from "./support/files";
import { sourceErrorOf as errorOf } from "./support/errors";
import { startServer, withProxy, type TestServer } from "./support/server";

const text = "kind: A\n";
const file = fileOf(text);
const directory = temporaryDirectories();

describe("release files from a server", () => {
  let server: TestServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it("are asked for once, then taken from the cache", async () => {
    server = await startServer((_, response) => response.end(text));
    const source = { mirror: `${server.url}/mirror/`, cacheDir: directory() };
    expect(await fetchRelease(file, source)).to.equal(text);
    expect(await fetchRelease(file, source)).to.equal(text);
    expect(server.requests.map(({ url }) => url)).to.deep.equal([`/mirror/${releasePath(file)}`]);
  });

  it("leave nothing but themselves in the cache", async () => {
    server = await startServer((_, response) => response.end(text));
    const cacheDir = directory();
    await fetchRelease(file, { mirror: server.url, cacheDir });
    expect(readdirSync(cacheDir)).to.deep.equal([`${file.sha256}.yaml`]);
    expect(readFileSync(join(cacheDir, `${file.sha256}.yaml`), "utf8")).to.equal(text);
  });

  it("are fetched anew where the cache was damaged", async () => {
    server = await startServer((_, response) => response.end(text));
    const source = { mirror: server.url, cacheDir: directory() };
    await fetchRelease(file, source);
    writeFileSync(join(source.cacheDir, `${file.sha256}.yaml`), "kind: Evil\n");
    expect(await fetchRelease(file, source)).to.equal(text);
    expect(readFileSync(join(source.cacheDir, `${file.sha256}.yaml`), "utf8")).to.equal(text);
    expect(server.requests).to.have.lengthOf(2);
  });

  it("are had also where nothing can be cached", async () => {
    server = await startServer((_, response) => response.end(text));
    const blocked = join(directory(), "cache");
    writeFileSync(blocked, "a file where the directory should be");
    expect(await fetchRelease(file, { mirror: server.url, cacheDir: blocked })).to.equal(text);
  });

  it("are asked for again while the server is busy", async () => {
    server = await startServer((_, response, earlier) => {
      response.writeHead(earlier < 2 ? 503 : 200).end(earlier < 2 ? "busy" : text);
    });
    expect(await fetchRelease(file, { mirror: server.url, cacheDir: directory() })).to.equal(text);
    expect(server.requests).to.have.lengthOf(3);
  });

  it("are asked for again where the connection breaks", async () => {
    server = await startServer((request, response, earlier) => {
      if (earlier === 0) {
        request.socket.destroy();
      } else {
        response.end(text);
      }
    });
    expect(await fetchRelease(file, { mirror: server.url, cacheDir: directory() })).to.equal(text);
  });

  it("are refused and not kept where the server has others", async () => {
    server = await startServer((_, response) => response.end("<html>Please log in</html>"));
    const source = { mirror: server.url, cacheDir: directory() };
    const { failure } = await errorOf(fetchRelease(file, source));
    expect(failure).to.include({
      kind: "checksum",
      expected: file.sha256,
      got: sha256("<html>Please log in</html>"),
    });
    expect(readdirSync(source.cacheDir)).to.deep.equal([]);
  });

  it("are followed through redirections, as the release pages make them", async () => {
    server = await startServer((request, response) => {
      if (request.url === "/stored") {
        response.end(text);
      } else {
        response.writeHead(302, { location: "/stored" }).end();
      }
    });
    expect(await fetchRelease(file, { mirror: server.url, cacheDir: directory() })).to.equal(text);
  });

  it("are reported as not found by their address", async () => {
    server = await startServer((_, response) => response.writeHead(404).end());
    const { failure } = await errorOf(fetchRelease(file, { mirror: server.url, cacheDir: directory() }));
    expect(failure).to.include({ kind: "not-found", url: `${server.url}/${releasePath(file)}` });
    expect(server.requests).to.have.lengthOf(1);
  });

  it("are all reported where nobody answers", async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    const files = [file, fileOf("x", "kourier.yaml")];
    const { errors } = await loadRelease(files, { mirror: gone.url, cacheDir: directory() });
    expect(errors.map(({ kind }) => kind)).to.deep.equal(["unreachable", "unreachable"]);
    expect(errors[0]?.message).to.include(gone.url).and.include("ECONNREFUSED").and.include("HTTPS_PROXY");
  });

  for (const [address, reason] of [
    ["ftp://mirror.example.com/x", "use https://, http://, file:/// or a directory"],
    ["https://", "is not a URL"],
  ] as const) {
    it(`are not looked for at "${address}"`, async () => {
      const error = await errorOf(fetchRelease(file, { mirror: address, cacheDir: directory() }));
      expect(error.kind).to.equal("unreachable");
      expect(error.message).to.include(reason);
    });
  }
});

describe("credentials of a mirror", () => {
  let server: TestServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const secretive = (url: string): string =>
    `${url.replace("http://", "http://keeper:pa%24s@")}/m?token=hush`;

  it("are sent as basic authorisation and as the query that was given", async () => {
    server = await startServer((_, response) => response.end(text));
    await fetchRelease(file, { mirror: secretive(server.url), cacheDir: directory() });
    const [request] = server.requests;
    expect(request?.headers.authorization).to.equal(`Basic ${Buffer.from("keeper:pa$s").toString("base64")}`);
    expect(request?.url).to.equal(`/m/${releasePath(file)}?token=hush`);
  });

  for (const [name, status, body] of [
    ["a missing file", 404, ""],
    ["a refusal", 403, ""],
    ["a server in trouble", 501, ""],
    ["a wrong file", 200, "wrong"],
  ] as const) {
    it(`appear in no error about ${name}`, async () => {
      server = await startServer((_, response) => response.writeHead(status).end(body));
      const source = { mirror: secretive(server.url), cacheDir: directory() };
      const error = await errorOf(fetchRelease(file, source));
      expect(JSON.stringify([error.message, error.stack, error.failure])).to.not.match(
        /pa(%24|\$)s|hush|keeper/,
      );
    });
  }

  it("appear in no error about a checksums file", async () => {
    server = await startServer((_, response) => response.writeHead(500).end());
    const source = { mirror: directory(), checksumsFile: secretive(server.url), cacheDir: directory() };
    const error = await errorOf(fetchRelease(file, source));
    expect(error.kind).to.equal("checksums-file");
    expect(JSON.stringify([error.message, error.failure])).to.not.match(/pa(%24|\$)s|hush|keeper/);
  });
});

describe("proxies of the environment", () => {
  let proxy: TestServer | undefined;
  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
  });

  it("are asked for the whole address of a plain file, again if need be", async () => {
    proxy = await startServer((_, response, earlier) =>
      response.writeHead(earlier === 0 ? 502 : 200).end(earlier === 0 ? "" : text),
    );
    const { url, requests } = proxy;
    const got = await withProxy({ HTTP_PROXY: url.replace("http://", "http://me:secret@") }, () =>
      fetchRelease(file, { mirror: "http://mirror.invalid", cacheDir: directory() }),
    );
    expect(got).to.equal(text);
    expect(requests.map((request) => request.url)).to.deep.equal(
      Array(2).fill(`http://mirror.invalid/${releasePath(file)}`),
    );
    expect(requests[1]?.headers["proxy-authorization"]).to.equal(
      `Basic ${Buffer.from("me:secret").toString("base64")}`,
    );
  });

  it("are asked for a tunnel to a secure mirror, and their refusal names no password", async () => {
    proxy = await startServer(() => undefined);
    const { url, requests } = proxy;
    const error = await withProxy({ HTTPS_PROXY: url.replace("http://", "http://me:secret@") }, () =>
      errorOf(fetchRelease(file, { mirror: "https://mirror.invalid", cacheDir: directory() })),
    );
    expect(requests.map((request) => [request.method, request.url])).to.deep.equal([
      ["CONNECT", "mirror.invalid:443"],
    ]);
    expect(error.kind).to.equal("unreachable");
    expect(error.message).to.include("407").and.not.include("secret");
  });

  it("are passed by where NO_PROXY says so", async () => {
    const server = await startServer((_, response) => response.end(text));
    proxy = await startServer((_, response) => response.end("from the proxy"));
    const variables = { HTTP_PROXY: proxy.url, NO_PROXY: "example.com,127.0.0.1" };
    try {
      const source = { mirror: server.url, cacheDir: directory() };
      expect(await withProxy(variables, () => fetchRelease(file, source))).to.equal(text);
      expect(proxy.requests).to.have.lengthOf(0);
    } finally {
      await server.close();
    }
  });
});
