/** What stands in the place of something good. */
import type { Random } from "../history/random.ts";

/** Texts, numbers and shapes that programs trip over. */
const odd: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53 + 2,
  "",
  " ",
  "0",
  "null",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "half \udc00 a pair",
  "\u202eevil\u202c",
  "👩‍👩‍👧‍👦".repeat(50),
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "../../../etc/passwd",
  "%00%ff",
  "http://169.254.169.254/latest/meta-data",
  "https://",
  "__proto__",
  "constructor",
  "toString",
  "1970-01-01T00:00:00.000Z",
  "2999-12-31T23:59:59.999Z",
  "+275760-09-13T00:00:00.001Z",
  "-000001-01-01T00:00:00Z",
  "2026-02-31T25:61:00Z",
  "yesterday",
  "Tue, 99 Foo 2026",
  [],
  [null],
  [[[[]]]],
  [1, "two", {}],
  {},
  { id: null },
  Object.fromEntries([["__proto__", { polluted: true }]]),
  { constructor: { prototype: { polluted: true } } },
  { toString: 1, valueOf: null, length: -1 },
];

/** Not to be measured like what has a length. */
const lengths: readonly unknown[] = [
  { length: { toString: 1, valueOf: null } },
  { length: {} },
  { length: 2 ** 32 },
  { length: -1 },
  { length: "7" },
  { length: 1, 0: null },
];

const long = "a\n<b>*x*</b> 👩‍👩‍👧‍👦 \u202e&amp; https://example.com/a ";

/** Markup of which each piece opens another one, as HTML and as Markdown. */
const openings: readonly string[] = [
  "<div>",
  "<b><i><u>",
  "<a href='https://example.com'>",
  "<ul><li>",
  "<ol><li><p>",
  "<table><tr><td>",
  "<blockquote>",
  "<pre><code>",
  "<svg><foreignObject>",
  "<math><mtext><style>",
  "<template>",
  "<!--",
  "<",
  "</",
  "&lt;",
  "&#x1F4A9",
  "> ",
  "**_",
  "[a](",
  "![",
  "[[",
  "`",
  "~~",
  "\n- ",
  "\n 1. ",
];

/** What may become of a value; those that fit it, each as often as it stands here. */
export const kinds = [
  "alike",
  "alike",
  "alike",
  "odd",
  "odd",
  "gone",
  "anothers",
  "anothers",
  "elsewhere",
  "long",
  "markup",
  "length",
  "listed",
  "wrapped",
  "nested",
  "endless",
  "polluted",
] as const;
export type Kind = (typeof kinds)[number];

export const isEntries = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether this may become of the value. */
export function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "alike":
      return typeof value !== "object" && value !== undefined;
    case "long":
    case "markup":
      return typeof value === "string";
    case "anothers":
      return typeof value === "string" || typeof value === "number";
    case "endless":
      return Array.isArray(value);
    case "polluted":
      return isEntries(value);
    default:
      return true;
  }
}

interface Around {
  /** What stands elsewhere in the same whole. */
  readonly elsewhere: unknown;
  /** What others had in the same place, such as their id. */
  readonly others: readonly unknown[];
  /** About so much may be sent as JSON. */
  readonly mostBytes: number;
}

export const gone = Symbol("gone");

/** Another value for it, or `gone`. */
export function hostile(kind: Kind, value: unknown, around: Around, random: Random): unknown {
  const any = () => odd[random.below(odd.length)];
  switch (kind) {
    case "alike": {
      // A value of the right type passes where others are refused at the door.
      const alike = odd.filter((other) => typeof other === typeof value);
      return alike[random.below(alike.length)];
    }
    case "odd":
      return any();
    case "gone":
      return gone;
    case "anothers":
      return around.others.length === 0 ? any() : around.others[random.below(around.others.length)];
    case "elsewhere":
      // What belongs elsewhere, such as an id of another kind.
      return around.elsewhere;
    case "long":
      return repeated(
        random.pick([long, "x", "\u0000", "👩‍👩‍👧‍👦", "é ", " "]),
        random.pick([5_000, 70_000, 400_000]),
      );
    case "markup":
      return deepMarkup(random);
    case "length":
      return lengths[random.below(lengths.length)];
    case "listed":
      return Array.isArray(value) ? Array.from({ length: 40 }, () => value).flat() : [value];
    case "wrapped":
      return { value };
    case "nested":
      return nested(value, random.pick([20, 120, 900]));
    case "endless":
      return manyOf(Array.isArray(value) ? value : [], around.mostBytes, random);
    case "polluted":
      return Object.fromEntries([
        ...Object.entries(isEntries(value) ? value : {}),
        ["__proto__", { polluted: true }],
        ["", value],
      ]);
  }
}

const repeated = (piece: string, characters: number) => piece.repeat(Math.ceil(characters / piece.length));

function deepMarkup(random: Random): string {
  const pieces = Array.from(
    { length: random.pick([1, 1, 2, 3]) },
    () => openings[random.below(openings.length)] ?? "",
  );
  return `${repeated(pieces.join(""), random.pick([2_000, 50_000, 200_000]))}the end`;
}

function nested(inner: unknown, levels: number): unknown {
  let value = inner;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Hundreds of thousands of what stands in the list, whole or of its bare bones, as far as there is room; or of next to nothing. */
function manyOf(list: readonly unknown[], mostBytes: number, random: Random): readonly unknown[] {
  const own: unknown = list[0];
  const small = random.pick([null, 0, "", {}, [], { id: null }]);
  const one = own === undefined ? small : random.pick([own, bones(own), bones(own), small]);
  const each = JSON.stringify(one).length + 1;
  return Array.from(
    { length: Math.min(random.pick([100_000, 400_000]), Math.floor(mostBytes / each)) },
    () => one,
  );
}

function bones(value: unknown): unknown {
  if (!isEntries(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => /^(?:name|type)$|id$/i.test(key)));
}
