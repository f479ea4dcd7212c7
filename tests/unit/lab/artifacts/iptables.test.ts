import { expect } from "chai";
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { iptablesFiles, pathInImage, programDirectory } from "../../../../lab/artifacts/iptables";

describe("iptables for an image of the lab", () => {
  let base: string;
  const extensions = "usr/lib/x86_64-linux-gnu/xtables";

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), "pulumi-knative-iptables-")));
    for (const directory of ["usr/sbin", extensions]) {
      await mkdir(join(base, "root", directory), { recursive: true });
    }
    // Any program with libraries.
    for (const backend of ["nft", "legacy"]) {
      await cp(process.execPath, join(base, "root/usr/sbin", `xtables-${backend}-multi`));
      await mkdir(join(base, `iptables-${backend}`));
    }
    for (const name of ["libxt_owner.so", "libip6t_rt.so", "libebt_ip.so", "notes.txt"]) {
      await writeFile(join(base, "root", extensions, name), "");
    }
  });

  afterEach(() => rm(base, { recursive: true }));

  it("is that of the backend that works here, with its libraries and what rules load", async () => {
    const files = await iptablesFiles(join(base, "iptables-legacy"));
    expect(pathInImage(files, files.program)).to.equal("usr/sbin/xtables-legacy-multi");
    expect(programDirectory(files)).to.equal("usr/sbin");
    expect(files.extensions.map((file) => pathInImage(files, file))).to.deep.equal([
      `${extensions}/libip6t_rt.so`,
      `${extensions}/libxt_owner.so`,
    ]);
    const libc = files.libraries.find((file) => file.includes("libc.so"));
    expect(libc).to.match(/^\//);
    expect(pathInImage(files, libc ?? "")).to.equal(libc?.slice(1));
  });

  it("is looked for where systems have it, and named where it isn't", async () => {
    await rm(join(base, "root", extensions), { recursive: true });
    const error = await iptablesFiles(join(base, "iptables-nft")).then(
      () => undefined,
      (reason: Error) => reason.message,
    );
    expect(error).to.contain(join(base, "root", extensions));
  });
});
