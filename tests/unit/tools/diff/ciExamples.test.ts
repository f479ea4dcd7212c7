import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { marker } from "../../../../tools/diff/render/markdown";

const root = join(__dirname, "..", "..", "..", "..");
const example = (file: string): string => readFileSync(join(root, "examples", "ci", file), "utf8");

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly script?: string };
}

interface Workflow {
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: object;
        readonly steps: readonly Step[];
        readonly strategy?: { readonly matrix: object };
      }
    >
  >;
}

interface Pipeline {
  readonly "pulumi-diff": Readonly<Record<"before_script" | "script" | "after_script", readonly string[]>> & {
    readonly artifacts: object;
  };
}

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number };
}

describe("diff: the CI examples", function () {
  this.timeout(60_000);
  const workflow = parse(example("github-actions.yml")) as Workflow;
  const pipeline = (parse(example("gitlab-ci.yml")) as Pipeline)["pulumi-diff"];
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-knative-ci-"));
    mkdirSync(join(directory, "bin"));
    for (const stack of ["lab", "eu-west", "prod"]) {
      writeFileSync(join(directory, `Pulumi.${stack}.yaml`), "");
    }
    writeFileSync(join(directory, "Pulumi.yaml"), "");
    // A npm that writes down how it was called, one argument a line, and fails for one stack.
    writeFileSync(
      join(directory, "bin", "npm"),
      `#!/bin/sh\n{ echo "KUBECONFIG=$KUBECONFIG"; printf '%s\\n' "$@"; } >> calls\ncase "$*" in *eu-west*) exit 2;; esac\n`,
    );
    chmodSync(join(directory, "bin", "npm"), 0o755);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  async function bash(script: string, env: Readonly<Record<string, string>>): Promise<number | undefined> {
    const { execa } = await import("execa");
    const path = [join(directory, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(":");
    const { exitCode } = await execa("bash", ["-eo", "pipefail", "-c", script], {
      cwd: directory,
      env: { PATH: path, ...env },
      extendEnv: false,
      reject: false,
    });
    return exitCode;
  }

  const read = (file: string): string => readFileSync(join(directory, file), "utf8");

  function step(job: string, which: (step: Step) => boolean): Step {
    return workflow.jobs[job]?.steps.find(which) ?? expect.fail(`${job} has no such step`);
  }

  it("call npm scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    for (const file of ["github-actions.yml", "gitlab-ci.yml"]) {
      const called = [...example(file).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
      expect(called, file).to.include.members(["build", "diff"]);
      expect(Object.keys(scripts), file).to.include.members(called);
    }
  });

  it("on GitHub let only the job write that runs nothing of the request", () => {
    expect(workflow.permissions).to.deep.equal({});
    expect(workflow.concurrency).to.include({ "cancel-in-progress": true });
    const permissions = Object.entries(workflow.jobs).map(([name, job]) => [name, job.permissions]);
    expect(permissions).to.deep.equal([
      ["stacks", { contents: "read" }],
      ["diff", { contents: "read" }],
      ["comment", { "pull-requests": "write" }],
    ]);
    expect(workflow.jobs.comment?.steps.map(({ uses, run }) => uses?.split("@")[0] ?? run)).to.deep.equal([
      "actions/download-artifact",
      "actions/github-script",
    ]);
    const checkouts = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );
    expect(checkouts.map((checkout) => checkout.with)).to.deep.equal([
      { "persist-credentials": false },
      { "persist-credentials": false },
    ]);
  });

  it("on GitHub never paste what others wrote into a script", () => {
    const scripts = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.map((each) => `${each.run ?? ""}${each.with?.script ?? ""}`),
    );
    expect(scripts.filter((script) => script.includes("${{"))).to.deep.equal([]);
  });

  it("on GitHub find the stack files when they run", async () => {
    expect(workflow.jobs.diff?.strategy?.matrix).to.deep.equal({
      include: "${{ fromJSON(needs.stacks.outputs.stacks) }}",
    });
    const { run = "" } = step("stacks", ({ id }) => id === "list");
    expect(await bash(run, { SKIP_STACKS: "lab", GITHUB_OUTPUT: join(directory, "output") })).to.equal(0);
    expect(JSON.parse(read("output").replace("stacks=", ""))).to.deep.equal([
      { stack: "eu-west", kubeconfig: "KUBECONFIG_EU_WEST" },
      { stack: "prod", kubeconfig: "KUBECONFIG_PROD" },
    ]);
  });

  const description = [
    "Takes the shop down.\r",
    "--allow-delete 'shop:*'\r",
    "--allow-replace pulumi-knative:Deployment/ns/a b\r",
    "--save-events stolen\r",
    "see --allow-delete everything; $(touch injected) `touch injected`\r",
  ].join("\n");
  const allowances = ["--allow-delete", "shop:*", "--allow-replace", "pulumi-knative:Deployment/ns/a b"];

  it("on GitHub take allowances, and nothing else, out of the description", async () => {
    const { run = "" } = step("diff", ({ name }) => name === "diff");
    expect(await bash(run, { STACK: "prod", DESCRIPTION: description })).to.equal(0);
    expect(read("calls").trim().split("\n").slice(1)).to.deep.equal([
      ...["run", "--silent", "diff", "--", "prod", ...allowances],
      ...["--output", "diff/prod.md", "--output", "diff/prod.json"],
    ]);
    expect(() => read("injected")).to.throw();
    expect(await bash(run, { STACK: "eu-west", DESCRIPTION: "" })).to.equal(2);
  });

  it("on GitHub write a stack's comment anew, and don't touch anybody else's", async () => {
    const { with: { script } = {} } = step(
      "comment",
      ({ uses }) => uses?.startsWith("actions/github-script@") ?? false,
    );
    mkdirSync(join(directory, "diff"));
    writeFileSync(join(directory, "diff", "eu.md"), `${marker(["eu"])}\nnew eu`);
    writeFileSync(join(directory, "diff", "prod.md"), `${marker(["prod"])}\nnew prod`);
    writeFileSync(join(directory, "diff", "prod.json"), "{}");
    const written: object[] = [];
    const issues = {
      listComments: "listComments",
      createComment: (comment: object) => void written.push({ create: comment }),
      updateComment: (comment: object) => void written.push({ update: comment }),
    };
    const comments = [
      { id: 1, user: { type: "User" }, body: `${marker(["prod"])}\nquoted` },
      { id: 2, user: null, body: null },
      { id: 3, user: { type: "Bot" }, body: `${marker(["prod"])}\nold` },
    ];
    const github = { rest: { issues }, paginate: () => Promise.resolve(comments) };
    const context = { repo: { owner: "o", repo: "r" }, payload: { pull_request: { number: 7 } } };
    const before = process.cwd();
    process.chdir(directory);
    try {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- as actions/github-script runs it
      const run = new Function(
        "github",
        "context",
        "require",
        `return (async () => {${script ?? ""}})()`,
      ) as (...args: unknown[]) => Promise<void>;
      await run(github, context, require);
    } finally {
      process.chdir(before);
    }
    expect(written).to.deep.equal([
      { create: { owner: "o", repo: "r", issue_number: 7, body: `${marker(["eu"])}\nnew eu` } },
      { update: { owner: "o", repo: "r", comment_id: 3, body: `${marker(["prod"])}\nnew prod` } },
    ]);
  });

  it("on GitLab preview every stack file with its kubeconfig, and fail with the one that failed", async () => {
    const code = await bash(pipeline.script.join("\n"), {
      SKIP_STACKS: "lab",
      KUBECONFIG: "/all",
      KUBECONFIG_EU_WEST: "/eu",
      CI_MERGE_REQUEST_DESCRIPTION: description,
    });
    expect(code).to.equal(2);
    const call = (stack: string, kubeconfig: string): string[] => [
      ...[`KUBECONFIG=${kubeconfig}`, "run", "--silent", "diff", "--", stack, ...allowances],
      ...["--output", `diff/${stack}.md`, "--output", `diff/${stack}.json`],
    ];
    expect(read("calls").trim().split("\n")).to.deep.equal([
      ...call("eu-west", "/eu"),
      ...call("prod", "/all"),
    ]);
    expect(pipeline.artifacts).to.include({ when: "always" });
  });

  it("on GitLab write a stack's note anew, past the first page of notes", async () => {
    const others = Array.from({ length: 100 }, (_, id): Note => ({
      id,
      body: marker(["prod"]),
      author: { id: 1 },
    }));
    const notes: Note[] = [...others, { id: 500, body: `${marker(["prod"])}\nold`, author: { id: 9 } }];
    const requests: string[] = [];
    const server = await serveGitLab(notes, requests);
    mkdirSync(join(directory, "diff"));
    writeFileSync(join(directory, "diff", "eu.md"), `${marker(["eu"])}\nnew eu`);
    writeFileSync(join(directory, "diff", "prod.md"), `${marker(["prod"])}\nnew prod`);
    const code = await bash(pipeline.after_script.join("\n"), {
      CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      CI_PROJECT_ID: "3",
      CI_MERGE_REQUEST_IID: "7",
      GITLAB_TOKEN: "token",
    });
    server.close();
    expect(code).to.equal(0);
    expect(requests.filter((request) => !request.startsWith("GET"))).to.deep.equal([
      `POST /projects/3/merge_requests/7/notes ${marker(["eu"])}\nnew eu`,
      `PUT /projects/3/merge_requests/7/notes/500 ${marker(["prod"])}\nnew prod`,
    ]);
  });
});

/** As much of GitLab's API as notes need. */
async function serveGitLab(notes: readonly Note[], requests: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const text = Buffer.concat(chunks).toString();
      const { body = "" } = (text === "" ? {} : JSON.parse(text)) as { body?: string };
      requests.push(`${request.method ?? ""} ${url.pathname} ${body}`);
      const page = Number(url.searchParams.get("page") ?? 1);
      const answer = url.pathname === "/user" ? { id: 9 } : notes.slice((page - 1) * 100, page * 100);
      response.writeHead(request.headers["private-token"] === "token" ? 200 : 401);
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
