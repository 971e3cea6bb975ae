/** Makes of what is right something that nobody promised not to send. */
import type { Random } from "../history/random.ts";
import { fits, gone, hostile, isEntries, type Kind, kinds } from "./hostile.ts";

type Path = readonly (string | number)[];

/**
 * A copy of the value, changed in one place, seldom in more: what is wrong in one place only gets furthest. The whole
 * of it and what says of which kind it is are mostly left alone, for the same reason.
 */
export type Distort = (value: unknown) => unknown;

/** Of each field so many values are remembered. */
const mostRemembered = 30;

/**
 * Every field that it meets is changed about as often as every other, however deep it lies, and in every way before in
 * one of them twice.
 *
 * @param mostBytes about so large may a value become as JSON
 */
export function createDistort(random: Random, mostBytes: number): Distort {
  const times = new Map<string, number>();
  const decks = new Map<string, Kind[]>();
  const remembered = new Map<string, unknown[]>();

  function remember(value: unknown, places: readonly Path[]): void {
    for (const path of places) {
      const one = at(value, path);
      if (typeof one !== "string" && typeof one !== "number") continue;
      const values = remembered.get(sort(path)) ?? [];
      remembered.set(sort(path), values);
      if (values.length < mostRemembered) values.push(one);
      else values[random.below(mostRemembered)] = one;
    }
  }

  function rarest(places: readonly Path[]): Path {
    const count = (path: Path) => times.get(fieldOf(path)) ?? 0;
    const least = Math.min(...places.map(count));
    // Not always the very rarest: the order of what comes in should not decide which of two fields is changed.
    const rare = places.filter((path) => count(path) <= least + 1);
    return rare[random.below(rare.length)] ?? [];
  }

  /** The next way to change this field that fits its value. */
  function nextKind(field: string, before: unknown): Kind {
    const left = decks.get(field) ?? [];
    const found = left.findIndex((kind) => fits(kind, before));
    if (found >= 0) return left.splice(found, 1)[0] ?? "odd";
    decks.set(field, random.shuffle(kinds));
    return nextKind(field, before);
  }

  function changeOnce(value: unknown): unknown {
    const places = placesOf(value);
    remember(value, places);
    const inner = places.filter((path) => path.length > 0 && (path.at(-1) !== "type" || random.chance(0.1)));
    const place = random.chance(0.05) || inner.length === 0 ? [] : rarest(inner);
    const field = fieldOf(place);
    times.set(field, (times.get(field) ?? 0) + 1);
    const others = (remembered.get(sort(place)) ?? []).filter((one) => one !== at(value, place));
    const elsewhere = at(value, places[random.below(places.length)] ?? []);
    return replace(value, place, (before) =>
      hostile(nextKind(field, before), before, { elsewhere, others, mostBytes }, random),
    );
  }

  return (value) => {
    let changed = value;
    for (let left = random.pick([1, 1, 1, 2, 4]); left > 0; left--) changed = changeOnce(changed);
    return changed;
  };
}

/** Where it stands, whichever of a list it is. */
const fieldOf = (path: Path): string => path.map((key) => (typeof key === "number" ? "" : key)).join("/");

/** Ids are of one sort, wherever they stand: those of another kind are the more likely to be confused. */
function sort(path: Path): string {
  const name = String(path.at(-1));
  return /id$/i.test(name) ? "id" : name;
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
