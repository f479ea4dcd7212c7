import { expect } from "chai";
import { execFileSync } from "node:child_process";

import {
  candidates,
  lacksLibrary,
  libraryNames,
  loadedFiles,
  wrapper,
} from "../../../../lab/artifacts/debianText";

const POLICY = `containerd:
  Installed: (none)
  Candidate: 1.6.20~ds1-1+deb12u3
  Version table:
     1.6.20~ds1-1+deb12u3 500
conntrack:
  Installed: 1:1.4.7-1+b2
  Candidate: 1:1.4.7-1+b2
gone:
  Installed: (none)
  Candidate: (none)
`;

const LDD = `\tlinux-vdso.so.1 (0x00007ffd)
\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f09)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f08)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0a)
`;

describe("what Debian's tools say", () => {
  it("apt-cache policy: the version that would be installed, of packages that have one", () => {
    expect(candidates(POLICY)).to.deep.equal({
      containerd: "1.6.20~ds1-1+deb12u3",
      conntrack: "1:1.4.7-1+b2",
    });
    expect(candidates("")).to.deep.equal({});
  });

  it("Depends: the library packages, of alternatives the first, without the C library", () => {
    const depends =
      "libip4tc2 (= 1.8.9-2), netbase (>= 6.0), libc6 (>= 2.34), libmnl0:any, libcap2 | libcap3, adduser";
    expect(libraryNames(depends)).to.deep.equal(["libip4tc2", "libmnl0", "libcap2"]);
    expect(libraryNames("")).to.deep.equal([]);
  });

  it("ldd: the files that are loaded, the loader among them", () => {
    expect(loadedFiles(LDD)).to.deep.equal([
      "/lib/x86_64-linux-gnu/libm.so.6",
      "/lib/x86_64-linux-gnu/libc.so.6",
      "/lib64/ld-linux-x86-64.so.2",
    ]);
    expect(loadedFiles("\tnot a dynamic executable\n")).to.deep.equal([]);
  });

  it("ldd: whether a library is missing", () => {
    expect(lacksLibrary(LDD)).to.equal(false);
    expect(lacksLibrary("\tlibnftnl.so.11 => not found\n")).to.equal(true);
  });
});

describe("a wrapper script", () => {
  it("becomes the program, with its variables and first arguments, whatever is in them", () => {
    const script = wrapper({ GREETING: "it's $HOME" }, [
      "sh",
      "-c",
      'echo "$GREETING|$0|$1|$2|$$"',
      "first arg",
    ]);
    const shell = `${script.replace("#!/bin/sh\n", "").trim()}`;
    const output = execFileSync("sh", ["-c", `echo $$; ${shell}`, "wrapper", "a b", "c"], {
      encoding: "utf8",
    });
    const [pid, line] = output.trim().split("\n");
    expect(line).to.equal(`it's $HOME|first arg|a b|c|${pid}`);
  });
});
