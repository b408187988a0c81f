import fc from "fast-check";
import { NO_CONTEXT, object, prefix, statement, textOf, unknownObject } from "./fixtures";
import { policyStatements } from "../../../src/role/policy/document";
import { iamText } from "../../../src/role/policy/iam-text";
import { documentSize, pack, PolicyStatement } from "../../../src/role/policy/packing";
import { planPolicies, PolicyPlan } from "../../../src/role/policy/plan";
import type { PolicyResource } from "../../../src/role/policy/resource";
import { widen } from "../../../src/role/policy/widening";
import { covers } from "../../synth/iam-pattern";

const bucket = fc.constantFrom("bucket-a", "bucket-b");
const key = fc
  .array(
    fc.constantFrom("a", "b", "services/", "service-", "01", "*", "?", "$", "${", "é", "日", "🚀", '"', "<", "\\"),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join("").normalize("NFC"));

const readable = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(bucket, key).map(([name, text]) => object(name, text)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(bucket, fc.constantFrom("", "a", "services/"), fc.nat(5))
      .map(([name, start, id]) => unknownObject(name, start, id)),
  },
);
const writable = fc
  .tuple(bucket, fc.oneof(fc.constant(""), key))
  .map(([name, start]): PolicyResource => prefix(name, start));

/** What signing jobs ask for, and how much room there is for it, which is often too little. */
const wish = fc
  .record({
    read: fc.array(readable, { minLength: 1, maxLength: 40 }),
    write: fc.array(writable, { minLength: 1, maxLength: 15 }),
    profiles: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
    room: fc.integer({ min: 1, max: 130 }),
    documents: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ read, write, profiles, room, documents }) => {
    const statements = [
      statement("s3:GetObjectVersion", read),
      statement("s3:PutObject", write),
      statement(
        "signer:StartSigningJob",
        profiles.map((id) => ({ expression: `aws_signer_signing_profile.p${id}.arn`, size: 140 })),
      ),
    ];
    const size = Math.ceil((documentSize(statements) * room) / 100 / documents);
    return { statements, sizes: new Array<number>(documents).fill(size) };
  });

describe("policies for what signing jobs ask for", () => {
  test("are left exactly as they are asked for, if they fit", () => {
    fc.assert(
      fc.property(wish, ({ statements }) => {
        const plan = planPolicies(statements, [documentSize(statements)])!;
        expect(plan.widenings).toEqual([]);
        expect(plan.documents).toEqual([statements]);
      }),
    );
  });

  test("allow everything that was asked for", () => {
    eachPlan(({ statements }, { documents }) => {
      for (const { actions, resources } of statements) {
        const allowed = documents.flat().filter((candidate) => candidate.actions === actions);
        for (const resource of resources) {
          const isCovered = allowed.some((candidate) => candidate.resources.some((each) => coversAll(each, resource)));
          expect({ resource, isCovered }).toEqual({ resource, isCovered: true });
        }
      }
    });
  });

  test("are no larger than IAM has room for", () => {
    eachPlan(({ sizes }, { documents }) => {
      expect(documents.length).toBeLessThanOrEqual(sizes.length);
      documents.forEach((document, index) => expect(jsonOf(document).length).toBeLessThanOrEqual(sizes[index]));
    });
  });

  test("allow nothing else than was asked for or is named", () => {
    eachPlan(({ statements }, { documents, widenings }) => {
      const declared = statements.flatMap(({ actions, resources }) =>
        resources.map((each) => `${actions} ${each.expression}`),
      );
      const named = widenings.map((widening) => `${widening.statement.actions} ${widening.wildcard.expression}`);
      const allowed = documents
        .flat()
        .flatMap(({ actions, resources }) => resources.map((each) => `${actions} ${each.expression}`));
      expect(new Set([...declared, ...named])).toEqual(new Set([...declared, ...named, ...allowed]));
    });
  });

  test("are widened only where it takes that to make them fit", () => {
    fc.assert(
      fc.property(wish, ({ statements, sizes }) => {
        const room = [sizes[0] * sizes.length];
        const plan = planPolicies(statements, room);
        for (const widening of plan?.widenings ?? []) {
          const others = plan!.widenings.filter((other) => other !== widening);
          expect(pack(widen(statements, others).statements, room)).toBeUndefined();
        }
      }),
    );
  });

  test("are the same in whatever order it was asked for", () => {
    const jobs = fc.array(fc.tuple(bucket, key, fc.oneof(fc.constant(""), key)), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(jobs, fc.infiniteStream(fc.nat()), fc.integer({ min: 30, max: 100 }), (asked, randomness, room) => {
        const plan = (order: typeof asked): unknown => {
          const statements = statementsFor(order);
          return summary(planPolicies(statements, [Math.ceil((documentSize(statements) * room) / 100)]));
        };
        expect(plan(shuffle(asked, randomness))).toEqual(plan(asked));
      }),
    );
  });

  test("name prefixes that are in common to as much as possible", () => {
    const keys = ["services/a/1.zip", "services/a/2.zip", "services/b/1.zip", "tools/x.zip"];
    const statements = [
      statement(
        "s3:GetObjectVersion",
        keys.map((each) => object("b", each)),
      ),
    ];
    const widened = (saved: number): string[] =>
      planPolicies(statements, [documentSize(statements) - saved])!.documents[0][0].resources.map((each) =>
        textOf(each.expression).replace("arn:aws:s3:::b/", ""),
      );
    expect(widened(0)).toEqual(keys);
    expect(widened(1)).toEqual(["services/a/*", "services/b/1.zip", "tools/x.zip"]);
    expect(widened(50)).toEqual(["services/*", "tools/x.zip"]);
    expect(widened(100)).toEqual(["*"]);
  });

  test("leave out what another wildcard allows anyway, before they widen anything", () => {
    const statements = [
      statement("s3:PutObject", [prefix("b", "signed/"), prefix("b", "signed/a/"), prefix("b", "t/")]),
    ];
    const plan = planPolicies(statements, [documentSize(statements) - 1])!;
    expect(plan.widenings).toEqual([]);
    expect(plan.documents[0][0].resources).toEqual([prefix("b", "signed/"), prefix("b", "t/")]);
  });

  test("widen a key that is not known to what is known of it", () => {
    const statements = [statement("s3:GetObjectVersion", [unknownObject("b", "releases/", 1), object("b", "x")])];
    const plan = planPolicies(statements, [documentSize(statements) - 1])!;
    expect(plan.documents[0][0].resources).toEqual([prefix("b", "releases/"), object("b", "x")]);
  });

  test("never have wildcards for profiles or buckets: what does not fit without is refused", () => {
    const profiles = [1, 2, 3].map((id) => ({ expression: `aws_signer_signing_profile.p${id}.arn`, size: 140 }));
    const statements = [
      statement("s3:GetObjectVersion", [object("a", "1"), object("b", "1"), object("c", "1")]),
      statement("signer:StartSigningJob", profiles),
    ];
    expect(planPolicies(statements, [documentSize(statements) - 1])).toBeUndefined();
  });

  function eachPlan(check: (wish: { statements: PolicyStatement[]; sizes: number[] }, plan: PolicyPlan) => void): void {
    let [planned, widened] = [0, 0];
    fc.assert(
      fc.property(wish, (each) => {
        const plan = planPolicies(each.statements, each.sizes);
        if (!plan) return;
        planned++;
        if (plan.widenings.length > 0) widened++;
        check(each, plan);
      }),
      { numRuns: 200 },
    );
    expect(planned).toBeGreaterThan(50);
    expect(widened).toBeGreaterThan(20);
  }
});

/** Whether all that one resource stands for is also what the other stands for. */
function coversAll(wide: PolicyResource, narrow: PolicyResource): boolean {
  if (wide.expression === narrow.expression) return true;
  if (wide.objects?.end !== "anything" || !narrow.objects) return false;
  const { start, end } = narrow.objects;
  const arn = `${textOf(wide.expression).split("/")[0]}/`;
  // What follows is not known, so that it can be anything.
  const samples = end === "nothing" ? [start] : [start, `${start}x`, `${start}/日`];
  const sameBucket = JSON.stringify(wide.objects.bucket) === JSON.stringify(narrow.objects.bucket);
  return sameBucket && samples.every((sample) => covers(textOf(wide.expression), `${arn}${sample}`));
}

/** What the constructs make of signing jobs. */
function statementsFor(jobs: ReadonlyArray<readonly [string, string, string]>): PolicyStatement[] {
  const allowed = jobs.flatMap(([name, text, start]) => [
    { actions: ["s3:GetObjectVersion"], resources: [`arn:aws:s3:::${name}/${iamText(text)}`] },
    { actions: ["s3:PutObject"], resources: [`arn:aws:s3:::${name}/${iamText(start)}*`] },
  ]);
  return policyStatements(allowed, NO_CONTEXT);
}

/** The policy as JSON, where what is not known is as long as it may get. */
function jsonOf(statements: readonly PolicyStatement[]): string {
  const Statement = statements.map(({ actions, resources }) => ({
    Effect: "Allow",
    Action: JSON.parse(actions) as string[],
    Resource: resources.map(({ expression, size }) =>
      /\.\w+$|data\./.test(expression) ? "x".repeat(size) : textOf(expression),
    ),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement }).replace(/[<>&]/g, "\\u003c");
}

function summary(plan: PolicyPlan | undefined): unknown {
  return (
    plan && {
      documents: plan.documents.map(jsonOf),
      widenings: plan.widenings.map(({ wildcard, resources }) => [wildcard.expression, resources.length]),
    }
  );
}

function shuffle<T>(items: readonly T[], randomness: Iterator<number>): T[] {
  return [...items]
    .map((item) => ({ item, rank: randomness.next().value as number }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}
