import { randomUUID } from "node:crypto";
import type { Fault, FaultDefinition, FaultEffect, FaultMatch } from "./fault";

/** The faults in place, in the order in which they were added. */
export class FaultRegistry {
  private faults: Fault[] = [];

  public add(definition: FaultDefinition): Fault {
    const fault = { ...definition, id: randomUUID(), matched: 0 };
    this.faults.push(fault);
    return fault;
  }

  public list(): readonly Fault[] {
    return this.faults;
  }

  /** @returns whether there was one of that id */
  public remove(id: string): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  public clear(): void {
    this.faults = [];
  }

  /**
   * The effects that are due, one fault after the other. Each is counted when it is reached: a caller that stops at an
   * effect, because it ends the request, leaves the later faults to later requests.
   */
  public *due(subject: FaultMatch, kind: (effect: FaultEffect) => boolean): Generator<Fault> {
    for (const fault of this.faults) {
      if (!kind(fault.effect) || !agrees(fault.match, subject)) continue;
      const counted = this.count(fault);
      const skip = fault.skip ?? 0;
      if (counted.matched > skip && counted.matched <= skip + (fault.times ?? Infinity)) yield counted;
    }
  }

  private count(fault: Fault): Fault {
    const counted = { ...fault, matched: fault.matched + 1 };
    this.faults = this.faults.map((other) => (other.id === fault.id ? counted : other));
    return counted;
  }
}

function agrees(match: FaultMatch, subject: FaultMatch): boolean {
  return Object.entries(match).every(([field, value]) => subject[field as keyof FaultMatch] === value);
}
