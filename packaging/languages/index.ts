import { CSHARP } from "./csharp";
import { GO } from "./go";
import { JAVA } from "./java";
import type { Language } from "./language";
import { PYTHON } from "./python";

/** Every language that has a program in `examples/languages`, besides TypeScript. */
export const LANGUAGES: readonly Language[] = [PYTHON, JAVA, GO, CSHARP];
