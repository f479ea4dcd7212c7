import { setTimeout as pause } from "node:timers/promises";
import { Agent } from "undici";

/** What is kept of an answer. */
interface Answer {
  readonly status: number;
  readonly revision: string;
}

/** A steady stream of requests, a few at a time. */
export class Load {
  total = 0;
  lost = 0;
  private recent = new Map<string, number>();
  private stopped = false;
  private readonly agent = new Agent({ connections: 4 });
  private readonly workers = [0, 1, 2, 3].map(() => this.work());

  constructor(private readonly send: (agent: Agent) => Promise<Answer>) {}

  /** The revisions that answer from now on, once what is under way is over. */
  async sample(): Promise<string[]> {
    await pause(2000);
    this.recent = new Map();
    await pause(3000);
    return [...this.recent.keys()].toSorted();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.workers);
    await this.agent.close();
  }

  private async work(): Promise<void> {
    // The fields are all there only once the constructor is through.
    await pause(0);
    while (!this.stopped && this.total < 40_000) {
      const answer = await this.send(this.agent).catch(() => undefined);
      this.total += 1;
      if (answer?.status === 200) {
        this.recent.set(answer.revision, (this.recent.get(answer.revision) ?? 0) + 1);
      } else {
        this.lost += 1;
      }
      await pause(20);
    }
  }
}
