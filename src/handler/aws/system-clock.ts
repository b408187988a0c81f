import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../ports";

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => setTimeout(milliseconds),
  random: Math.random,
};
