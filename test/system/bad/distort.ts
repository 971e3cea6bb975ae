/** Makes of what is right something that nobody promised not to send. */
import type { Random } from "../history/random.ts";

type Path = readonly (string | number)[];

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
  "x".repeat(70_000),
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
  { length: { toString: 1, valueOf: null } },
];

/**
 * A copy of the value, changed in one place, seldom in more: what is wrong in one place only gets furthest. The whole
 * of it and what says of which kind it is are mostly left alone, for the same reason.
 */
export function distort(value: unknown, random: Random): unknown {
  let changed = value;
  for (let left = random.pick([1, 1, 1, 2, 4]); left > 0; left--) {
    const places = placesOf(changed);
    const inner = places.filter((path) => path.length > 0 && (path.at(-1) !== "type" || random.chance(0.1)));
    const place = (random.chance(0.05) ? undefined : inner[random.below(inner.length)]) ?? [];
    const other = places[random.below(places.length)] ?? [];
    const taken = at(changed, other);
    changed = replace(changed, place, (before) => distorted(before, taken, random));
  }
  return changed;
}

const gone = Symbol("gone");

function distorted(before: unknown, other: unknown, random: Random): unknown {
  // A value of the right type passes where others are refused at the door.
  const alike = odd.filter((value) => typeof value === typeof before && typeof value !== "object");
  if (alike.length > 0 && random.chance(0.5)) return alike[random.below(alike.length)];
  switch (random.below(10)) {
    case 0:
      return gone;
    case 1:
      return Array.isArray(before) ? Array.from({ length: 40 }, () => before).flat() : [before];
    case 2:
      return { value: before };
    case 3:
      // What belongs elsewhere, such as an id of another kind.
      return other;
    case 4:
      return nested(before, random.pick([20, 120, 900]));
    case 5:
      return isEntries(before)
        ? Object.fromEntries([...Object.entries(before), ["__proto__", { polluted: true }], ["", before]])
        : odd[random.below(odd.length)];
    default:
      return odd[random.below(odd.length)];
  }
}

function nested(inner: unknown, levels: number): unknown {
  let value = inner;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** As bytes, sometimes spoilt as bytes too. */
export function toBytes(value: unknown, random: Random): Buffer {
  const text = value === undefined ? "" : JSON.stringify(value);
  if (!random.chance(0.08)) return Buffer.from(text);
  const middle = random.below(text.length + 1);
  switch (random.below(9)) {
    case 0:
      return Buffer.from(text.slice(0, middle));
    case 1:
      return Buffer.concat([
        Buffer.from(text.slice(0, middle)),
        Buffer.from([0xff, 0xc0, 0x80]),
        Buffer.from(text.slice(middle)),
      ]);
    case 2:
      return Buffer.from(`${text.slice(0, middle)}\u0000${text.slice(middle)}`);
    case 3:
      return Buffer.from(`\ufeff${text}`);
    case 4:
      return Buffer.from(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    case 5:
      return Buffer.from(`${'{"events":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    case 6:
      return Buffer.from("<html><body>502</body></html>");
    case 7:
      return Buffer.alloc(0);
    default:
      return Buffer.from(text, "utf16le");
  }
}

const isEntries = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every place of the value, itself included; of long lists the beginning. */
function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null || path.length > 12) return [path];
  const inner = Array.isArray(value)
    ? value.slice(0, 5).map((entry: unknown, index) => [index, entry] as const)
    : Object.entries(value).slice(0, 40);
  return [path, ...inner.flatMap(([key, entry]) => placesOf(entry, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      Array.isArray(inner) ? inner[Number(key)] : isEntries(inner) ? inner[String(key)] : undefined,
    value,
  );
}

function replace(value: unknown, [key, ...rest]: Path, change: (before: unknown) => unknown): unknown {
  if (key === undefined) {
    const after = change(value);
    return after === gone ? undefined : after;
  }
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((entry: unknown, index) => [index, entry] as const)
    : Object.entries(isEntries(value) ? value : {});
  const changed = entries.flatMap(([name, entry]) => {
    if (name !== key) return [[name, entry] as const];
    const after = rest.length === 0 ? change(entry) : replace(entry, rest, change);
    return after === gone ? [] : [[name, after] as const];
  });
  return Array.isArray(value) ? changed.map(([, entry]) => entry) : Object.fromEntries(changed);
}
