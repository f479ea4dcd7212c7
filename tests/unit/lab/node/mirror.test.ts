import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { fileOf, mirrorServer } from "../../../../lab/node/mirror";

describe("lab mirror", () => {
  let directory: string;
  let server: Server;
  let url: string;

  before(async () => {
    const parent = await mkdtemp(join(tmpdir(), "mirror-"));
    directory = join(parent, "files");
    await mkdir(join(directory, "knative"), { recursive: true });
    await writeFile(join(directory, "knative", "serving core.yaml"), "kind: Namespace\n");
    await writeFile(join(parent, "secret"), "secret");
    await symlink(join(parent, "secret"), join(directory, "link"));
    server = mirrorServer(directory);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(join(directory, ".."), { recursive: true });
  });

  it("gives a file whole, with its length and as text", async () => {
    const answer = await fetch(`${url}/knative/serving%20core.yaml`);
    expect(await answer.text()).to.equal("kind: Namespace\n");
    expect(answer.headers.get("content-length")).to.equal("16");
    expect(answer.headers.get("content-type")).to.match(/^text\/plain/);
  });

  it("answers HEAD with the length alone", async () => {
    const answer = await fetch(`${url}/knative/serving%20core.yaml`, { method: "HEAD" });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get("content-length")).to.equal("16");
    expect(await answer.text()).to.equal("");
  });

  it("tells which file is not there", async () => {
    const answer = await fetch(`${url}/knative/absent.yaml`);
    expect(answer.status).to.equal(404);
    expect(await answer.text()).to.include("/knative/absent.yaml");
  });

  it("gives no directory, and nothing outside its own through a link or a path", async () => {
    expect((await fetch(`${url}/knative`)).status).to.equal(404);
    expect((await fetch(`${url}/link`)).status).to.equal(404);
    expect(await rawStatus(`${url}`, "/../secret")).to.equal(404);
    expect(await rawStatus(`${url}`, "/%2e%2e%2fsecret")).to.equal(404);
    expect(await rawStatus(`${url}`, "/%zz")).to.equal(404);
  });

  it("takes nothing", async () => {
    expect((await fetch(`${url}/new`, { method: "PUT", body: "x" })).status).to.equal(405);
  });

  it("finds a request's file under the directory, whatever the query", () => {
    expect(fileOf("/m", "/a/b.yaml?x=1")).to.equal("/m/a/b.yaml");
    expect(fileOf("/m", "/%2e%2e/etc/passwd")).to.equal("/m/etc/passwd");
    expect(fileOf("/m", "/..%2fetc")).to.equal("/m/etc");
    expect(fileOf("/m", "/a%00b")).to.equal(undefined);
  });
});

/** A request whose path nothing on the way tidies up. */
function rawStatus(base: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
}
