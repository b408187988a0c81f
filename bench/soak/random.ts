import { createHash } from "node:crypto";

/** Random choices that a seed can repeat: hashes of the seed and the number of the choice. */
export class Random {
  private choices = 0;

  constructor(private readonly seed: string) {}

  /** From 0 up to, but not including, 1. */
  public fraction(): number {
    const hash = createHash("sha256").update(`${this.seed}/${this.choices++}`).digest();
    return hash.readUInt32BE() / 2 ** 32;
  }

  public chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  public between(least: number, most: number): number {
    return least + this.fraction() * (most - least);
  }

  public wholeBetween(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  public oneOf<T>(items: readonly T[]): T {
    return items[this.wholeBetween(0, items.length - 1)];
  }
}
