import type { Lie } from "./lies/lie";
import type { Observation } from "./observation";
import type { Asking } from "./run/asking";

/** Where an assumption comes from. */
export interface Source {
  readonly kind: "document" | "measurement" | "our choice";
  /** URL of the document, who measured what, or why the choice was made. */
  readonly text: string;
}

/** One assumption of the library or the sandbox about AWS, and the question that checks it. */
export interface Probe {
  /** `theme/what`, unique. */
  readonly id: string;
  /** The assumption, as a statement. */
  readonly assumption: string;
  readonly source: Source;
  /** What depends on it, in the library or in the sandbox. */
  readonly usedBy: string;
  /**
   * Whether the library does something wrong where the assumption does not hold. Otherwise only the sandbox differs, or a
   * message is less helpful.
   */
  readonly isRelied: boolean;
  /** Takes hours, and is asked only with `--patient`. */
  readonly isPatient?: boolean;
  /** Changes an answer of the server so that the assumption does not hold. The probe must notice it. */
  readonly lie: Lie;
  ask(asking: Asking): Promise<Observation>;
}

export function document(text: string): Source {
  return { kind: "document", text };
}

/** A page of the API reference. */
export function api(operation: string): Source {
  return document(`https://docs.aws.amazon.com/signer/latest/api/API_${operation}.html`);
}

/** A page of the developer guide. */
export function guide(page: string): Source {
  return document(`https://docs.aws.amazon.com/signer/latest/developerguide/${page}.html`);
}

export function measured(text: string): Source {
  return { kind: "measurement", text };
}

export function choice(text: string): Source {
  return { kind: "our choice", text };
}

/** The authors of ministack compared their emulator with AWS and published what they saw. */
export const BY_MINISTACK = measured("the authors of ministack 1.5.33, on AWS, August and September 2026");

/** Tests and reports that people published of AWS Signer itself. */
export const BY_OTHERS = measured("published live tests and reports of AWS Signer by third parties");
