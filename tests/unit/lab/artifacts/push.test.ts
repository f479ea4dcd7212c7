import { expect } from "chai";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ImageRef } from "../../../../lab/artifacts/images";
import { pushMissing } from "../../../../lab/artifacts/push";
import type { ProgressEvent } from "../../../../lab/toolchain/progress";

const image = (name: string, digest: string): ImageRef => ({
  name,
  registry: "",
  repository: `samples/${name}`,
  tag: "v1",
  digest,
  layoutDir: `/layouts/${name}`,
});

describe("pushing images", () => {
  const held: Record<string, string> = {
    "/v2/samples/same/manifests/v1": "sha256:1",
    "/v2/samples/other/manifests/v1": "sha256:0",
  };
  let server: Server;
  let registry: string;
  let directory: string;
  let crane: string;

  before(async () => {
    server = createServer((request, response) => {
      const digest = held[request.url ?? ""];
      response.writeHead(
        digest === undefined ? 404 : 200,
        digest === undefined ? {} : { "docker-content-digest": digest },
      );
      response.end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    directory = await mkdtemp(join(tmpdir(), "lab-push-"));
    crane = join(directory, "crane");
    await writeFile(crane, `#!/bin/sh\necho "$@" >> ${directory}/calls\n`);
    await chmod(crane, 0o755);
  });

  after(async () => {
    await new Promise((closed) => server.close(closed));
    await rm(directory, { recursive: true });
  });

  it("sends those whose tag is not there or means another image, and no others", async () => {
    const images = [image("same", "sha256:1"), image("other", "sha256:1"), image("new", "sha256:1")];
    const events: ProgressEvent[] = [];
    await pushMissing(images, registry, crane, (event) => events.push(event));
    const calls = (await readFile(join(directory, "calls"), "utf8")).trim().split("\n");
    expect(calls).to.have.members([
      `push --insecure /layouts/other ${registry}/samples/other:v1`,
      `push --insecure /layouts/new ${registry}/samples/new:v1`,
    ]);
    expect(events[0]?.detail).to.equal(`pushes 2 of 3 to ${registry}`);
  });

  it("does nothing where all are there", async () => {
    const events: ProgressEvent[] = [];
    await pushMissing([image("same", "sha256:1")], registry, "/nonexistent/crane", (event) =>
      events.push(event),
    );
    expect(events.map(({ state }) => state)).to.deep.equal(["cached"]);
  });

  it("says so where no registry answers", async () => {
    const error = await pushMissing([image("same", "")], "127.0.0.1:1", crane, () => undefined).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.contain("no registry answers at http://127.0.0.1:1: ");
  });
});
