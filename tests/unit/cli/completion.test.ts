import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { completed, completionScript, shells } from "../../../provider/src/cli/completion";
import { program } from "../../../provider/src/cli/main";

const commands = completed(program());

/** What bash offers for a line; the last word is the one that is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const line = ["pulumi-knative", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${completionScript("bash", "pulumi-knative", commands)}
COMP_WORDS=(${line}); COMP_CWORD=${words.length}
_pulumi_knative_words
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  expect(stderr).to.equal("");
  expect(status).to.equal(0);
  return stdout.trim() === "" ? [] : stdout.trim().split("\n");
}

describe("unit: completion of the command line", () => {
  it("knows every command, at any depth", () => {
    expect(commands.map(({ path }) => path.join(" "))).to.include.members([
      "",
      "diagnose",
      "diagnose events",
      "diagnose network",
      "graph",
      "pull",
      "bench",
      "import-annotations",
      "completion",
    ]);
  });

  it("offers commands, and those that begin as what is typed", () => {
    expect(offered("")).to.include.members(["diagnose", "pull", "bench", "import-annotations", "--help"]);
    expect(offered("di")).to.deep.equal(["diagnose"]);
    expect(offered("diagnose", "net")).to.deep.equal(["network"]);
  });

  it("offers a command's own options, whatever came before", () => {
    expect(offered("pull", "--release", "1.23", "--dry")).to.deep.equal(["--dry-run"]);
    expect(offered("bench", "--dry")).to.deep.equal(["--dry-run"]);
    expect(offered("diagnose", "--dry")).to.deep.equal([]);
    expect(offered("diagnose", "hello", "--all")).to.deep.equal(["--all-namespaces"]);
  });

  it("offers the values of an option that has a list of them", () => {
    expect(offered("diagnose", "--output", "")).to.deep.equal(["text", "json"]);
    expect(offered("diagnose", "-o", "j")).to.deep.equal(["json"]);
    expect(offered("graph", "-o", "")).to.deep.equal(["mermaid", "text", "json"]);
    expect(offered("completion", "f")).to.deep.equal(["fish"]);
  });

  it("has every command and option for every shell", () => {
    for (const shell of shells) {
      const script = completionScript(shell, "pulumi-knative", commands);
      for (const { options, path } of commands) {
        const names = options.flatMap((option) => option.names.filter((name) => name.startsWith("--")));
        const written = shell === "fish" ? names.map((name) => `-l ${name.slice(2)} `) : names;
        const missing = [...path, ...written].filter((word) => !script.includes(word));
        expect(missing, `${shell}: ${path.join(" ")}`).to.deep.equal([]);
      }
    }
  });
});
