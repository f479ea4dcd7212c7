import { setTimeout as sleep } from "node:timers/promises";

/** Lets requests through at a rate, as client-go does it: `burst` at once, then `qps` each second. */
export class Limiter {
  private tokens: number;
  private last = performance.now();

  constructor(
    private readonly qps: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /** Waits for its turn. */
  async take(): Promise<void> {
    if (this.qps <= 0) {
      return;
    }
    const now = performance.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.last) * this.qps) / 1000);
    this.last = now;
    this.tokens -= 1;
    if (this.tokens < 0) {
      await sleep((-this.tokens / this.qps) * 1000);
    }
  }
}
