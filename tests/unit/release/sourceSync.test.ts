import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect } from "chai";
import { releasePath } from "../../../provider/src/release/catalog";
import { sha256 } from "../../../provider/src/release/sourceCache";
import { loadReleaseSync } from "../../../provider/src/release/sourceSync";
import { fileOf, put, temporaryDirectories } from "./support/files";
import { withProxy } from "./support/server";

const text = "kind: A\n";
const file = fileOf(text);
const sums = `${sha256(text)}  ${releasePath(file)}\n`;
const directory = temporaryDirectories();

/** A server in a thread of its own, for this one waits for the answers without doing anything else. */
const serverCode = `
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");
const server = createServer((request, response) => {
  const body = workerData[request.url];
  response.writeHead(body === undefined ? 404 : 200).end(body);
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

describe("release files for constructors", () => {
  let worker: Worker | undefined;
  afterEach(async () => {
    await worker?.terminate();
    worker = undefined;
  });

  async function serve(bodies: Readonly<Record<string, string>>): Promise<string> {
    worker = new Worker(serverCode, { eval: true, workerData: bodies });
    const [port] = (await once(worker, "message")) as [number];
    return `http://127.0.0.1:${port}`;
  }

  it("are read from a directory", () => {
    const mirror = directory();
    put(mirror, file, text);
    writeFileSync(join(mirror, "SUMS"), sums);
    for (const checksumsFile of [undefined, join(mirror, "SUMS")]) {
      const { texts, errors } = loadReleaseSync([file], { mirror, checksumsFile, cacheDir: directory() });
      expect(errors).to.deep.equal([]);
      expect(texts).to.deep.equal({ [releasePath(file)]: text });
    }
  });

  it("are fetched by another process, then taken from the cache without one", async () => {
    const url = await serve({ [`/${releasePath(file)}`]: text });
    const source = { mirror: url, cacheDir: directory() };
    const fetched = await withProxy({}, () => Promise.resolve(loadReleaseSync([file], source)));
    expect(fetched).to.deep.equal({ texts: { [releasePath(file)]: text }, errors: [], notes: [] });
    await worker?.terminate();
    expect(loadReleaseSync([file], source)).to.deep.equal(fetched);
  });

  it("are held against a checksums file that is fetched as well", async () => {
    const url = await serve({ [`/${releasePath(file)}`]: text, "/SUMS": sums });
    const source = { mirror: url, checksumsFile: `${url}/SUMS`, cacheDir: directory() };
    const { texts, errors } = await withProxy({}, () =>
      Promise.resolve(loadReleaseSync([{ ...file, sha256: "0" }], source)),
    );
    expect(errors).to.deep.equal([]);
    expect(Object.values(texts)).to.deep.equal([text]);
  });

  it("come with the same errors as without another process", async () => {
    const wrong = fileOf("something else", "wrong.yaml");
    const url = await serve({ [`/${releasePath(wrong)}`]: text });
    const source = { mirror: url.replace("http://", "http://keeper:hush@"), cacheDir: directory() };
    const { errors } = await withProxy({}, () => Promise.resolve(loadReleaseSync([file, wrong], source)));
    expect(errors.map(({ kind, failure }) => [kind, failure.file, failure.expected])).to.deep.equal([
      ["not-found", releasePath(file), undefined],
      ["checksum", releasePath(wrong), wrong.sha256],
    ]);
    expect(JSON.stringify(errors.map(({ message, failure }) => [message, failure]))).to.not.match(
      /hush|keeper/,
    );
  });

  it("are refused at once where the mirror's address is none", () => {
    const { errors } = loadReleaseSync([file], { mirror: "ftp://x", cacheDir: directory() });
    expect(errors.map(({ kind }) => kind)).to.deep.equal(["unreachable"]);
  });

  it("are refused at once where the checksums file can't be read", () => {
    const { errors } = loadReleaseSync([file], { checksumsFile: "no/such/file", cacheDir: directory() });
    expect(errors.map(({ kind }) => kind)).to.deep.equal(["checksums-file"]);
  });
});
