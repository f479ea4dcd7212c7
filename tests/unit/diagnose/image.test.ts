import { expect } from "chai";
import { imageTrouble } from "../../../provider/src/diagnose/image";

describe("diagnose: images that can't be had", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  for (const [image, repository] of [
    [`r.example.com:5000/a/b:1@${digest}`, "r.example.com:5000/a/b"],
    ["r.example.com:5000/a/b", "r.example.com:5000/a/b"],
    ["team/app:2", "team/app"],
  ] as const) {
    it(`name the repository of ${image}`, () => {
      const { code, next } = imageTrouble("manifest unknown", image, "n");
      expect(code).to.equal("KN5008");
      expect(next[0]).to.equal(`skopeo list-tags docker://${repository}`);
    });
  }

  it("aren't judged by what they are called", () => {
    const { code } = imageTrouble(
      'Get "https://denied.example.com/v2/": odd',
      "denied.example.com/404:1",
      "n",
    );
    expect(code).to.equal("KN5010");
  });
});
