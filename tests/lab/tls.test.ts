import { X509Certificate } from "node:crypto";
import { Agent, request, type Dispatcher } from "undici";
import { expect } from "chai";
import { makeAuthority, makeCertificate, type KeyPair } from "../../lab/node/certificates";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly {
    readonly address: string;
    readonly httpPort: number;
    readonly httpsPort: number;
  }[];
  readonly urls: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
}

const domain = "tls.example";
const shop = `shop.${domain}`;
const hello = `hello.default.${domain}`;

describe("lab: encryption and domains on a real node", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;
  let authority: KeyPair;
  let certificate: KeyPair;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    authority = await makeAuthority("tls test");
    certificate = await issue();
    stack = new TestStack(env, labPlatform([service("hello"), service("other")], { domain }));
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await stack?.end();
  });

  const issue = () =>
    makeCertificate(
      { commonName: domain, usage: "server", dnsNames: [`*.default.${domain}`, shop] },
      authority,
    );

  const service = (name: "hello" | "other", ...domains: readonly string[]) => ({
    name,
    image: labImage("v1"),
    env: { TARGET: name },
    scale: { minScale: 1 },
    domainMappings: domains.map((each) => ({ domain: each })),
  });

  /** Two encrypted services, one of which the shop's domain leads to. */
  function platform(owner: "hello" | "other" | undefined) {
    const shopOf = (name: "hello" | "other") => (name === owner ? [shop] : []);
    return labPlatform([service("hello", ...shopOf("hello")), service("other", ...shopOf("other"))], {
      domain,
      tls: {
        certificate: { certificate: certificate.certificate, privateKey: certificate.key },
        redirect: true,
      },
    });
  }

  /** One request to the gateway for a host; by HTTPS its certificate must be the authority's and for that host. */
  async function ask(scheme: "http" | "https", host: string, dispatcher?: Dispatcher): Promise<Answer> {
    const gateway = outputs.gateways[0];
    const port = scheme === "http" ? gateway?.httpPort : gateway?.httpsPort;
    const { statusCode, body, headers } = await request(`${scheme}://${gateway?.address}:${port}/`, {
      headers: { host },
      dispatcher,
    });
    return { status: statusCode, body: await body.text(), location: headers.location as string | undefined };
  }

  const trusting = (servername: string, onCertificate?: (shown: X509Certificate) => void) =>
    new Agent({
      connect: {
        ca: authority.certificate,
        servername,
        // undici verifies names against the host of the URL otherwise.
        checkServerIdentity: (_, peer) => {
          const shown = new X509Certificate(peer.raw);
          onCertificate?.(shown);
          return shown.checkHost(servername) === undefined ? new Error(`not for ${servername}`) : undefined;
        },
      },
    });

  async function askSafely(host: string): Promise<Answer> {
    const agent = trusting(host);
    try {
      return await ask("https", host, agent);
    } finally {
      await agent.close();
    }
  }

  /** Asks all the while that something is done, and keeps every answer and failure. */
  async function during(
    question: () => Promise<Answer>,
    work: () => Promise<unknown>,
  ): Promise<readonly (Answer | Error)[]> {
    const answers: (Answer | Error)[] = [];
    let done = false;
    const loop = (async () => {
      while (!done && answers.length < 20_000) {
        answers.push(await question().catch((error: unknown) => new Error("no answer", { cause: error })));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    try {
      await work();
    } finally {
      done = true;
      await loop;
    }
    console.log(`      ${answers.length} requests, ${failed(answers).length} lost`);
    return answers;
  }

  const failed = (answers: readonly (Answer | Error)[]) =>
    answers.filter((one) => one instanceof Error || ![200, 301].includes(one.status));

  it("is switched on without a failed request", async () => {
    expect(outputs.urls.hello).to.equal(`http://${hello}`);
    const answers = await during(
      () => ask("http", hello),
      async () => {
        stack.configure(platform("hello"));
        await stack.up();
        outputs = await stack.outputs<Outputs>();
        await kubectl.until(
          "plain HTTP is redirected",
          async () => ((await ask("http", hello)).status === 301 ? true : undefined),
          60,
        );
      },
    );
    expect(answers.length).to.be.greaterThan(20);
    expect(failed(answers)).to.deep.equal([]);
  });

  it("tells https URLs, and answers there with the certificate", async () => {
    expect(outputs.urls.hello).to.equal(`https://${hello}`);
    const { status, body } = await askSafely(hello);
    expect(status).to.equal(200);
    expect(body).to.contain("Hello hello");
  });

  it("redirects plain HTTP", async () => {
    const { status, location } = await ask("http", hello);
    expect(status).to.equal(301);
    expect(location).to.equal(`https://${hello}/`);
  });

  it("answers under a mapped domain", async () => {
    const { status, body } = await askSafely(shop);
    expect(status).to.equal(200);
    expect(body).to.contain("Hello hello");
    const claim = await kubectl.json<{ spec: { namespace: string } }>("get", "clusterdomainclaim", shop);
    expect(claim.spec.namespace).to.equal("default");
    const mapping = await kubectl.json<{ status: { url: string } }>("get", "domainmapping", shop);
    expect(mapping.status.url).to.equal(`https://${shop}`);
  });

  it("keeps the key out of the state", () => {
    const state = stack.state();
    const forms = [certificate.key, Buffer.from(certificate.key).toString("base64")];
    expect(forms.some((text) => state.includes(text.slice(40, 90)))).to.equal(false);
    expect(state).to.contain("knative-gateway-certificate");
  });

  it("has nothing left to do", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });

  it("shows a renewed certificate soon after the update, without a failed request", async () => {
    certificate = await issue();
    const { serialNumber } = new X509Certificate(certificate.certificate);
    const shown = async () => {
      let serial: string | undefined;
      const agent = trusting(hello, (found) => {
        serial = found.serialNumber;
      });
      await ask("https", hello, agent).finally(() => agent.close());
      return serial;
    };
    expect(await shown()).not.to.equal(serialNumber);
    const answers = await during(
      () => askSafely(hello),
      async () => {
        stack.configure(platform("hello"));
        await stack.up();
        await kubectl.until(
          "the new certificate is shown",
          async () => ((await shown()) === serialNumber ? true : undefined),
          60,
        );
      },
    );
    expect(answers.length).to.be.greaterThan(20);
    expect(failed(answers)).to.deep.equal([]);
  });

  it("moves a domain to another service without a failed request", async () => {
    const answers = await during(
      () => askSafely(shop),
      async () => {
        stack.configure(platform("other"));
        await stack.up();
        await kubectl.until(
          "the other service answers",
          async () => ((await askSafely(shop)).body.includes("Hello other") ? true : undefined),
          60,
        );
      },
    );
    expect(answers.length).to.be.greaterThan(20);
    expect(failed(answers)).to.deep.equal([]);
  });

  it("gives a domain up with its claim", async () => {
    stack.configure(platform(undefined));
    await stack.up();
    const left = await kubectl.run("get", "domainmapping,clusterdomainclaim", "-A", "-o", "name");
    expect(left.trim()).to.equal("");
    await kubectl.until(
      "the gateway forgets the domain",
      async () => ((await askSafely(shop)).status === 404 ? true : undefined),
      60,
    );
  });
});
