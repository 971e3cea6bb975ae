/** One kind of entity: rows by id in their order of insertion, with lists by the keys of its indexes. */
export interface Table<R, Index extends string = never> {
  get: (id: string | number) => R | undefined;
  all: () => R[];
  by: (index: Index, key: string | number) => R[];
  /** The last row that `by` would give. */
  last: (index: Index, key: string | number) => R | undefined;
  /** How many rows `by` would give. */
  count: (index: Index, key: string | number) => number;
  put: (row: R) => R;
  delete: (id: string | number) => void;
  clear: () => void;
  size: () => number;
}

/** What a table holds: rows under an id, or under a number of their own. */
export type Row = { readonly id: string | number } | { readonly seq: number };
/** The key under which a row is listed; undefined leaves it out. */
export type Indexes<R, Index extends string> = Readonly<
  Record<Index, (row: R) => string | number | undefined>
>;

/** Told of every change, to keep it. `row` is undefined when it is gone. */
type OnChange = (id: string, row: unknown) => void;

/** An empty table; `onChange` hears of every row. */
export function createTable<R extends Row, Index extends string = never>(
  onChange: OnChange,
  indexes: Indexes<R, Index>,
): Table<R, Index> {
  const rows = new Map<string, R>();
  const lists = new Map<string, Set<string>>();
  const idOf = (row: R) => String("seq" in row ? row.seq : row.id);
  const names: Index[] = [];
  for (const name in indexes) names.push(name);

  const listKey = (name: Index, key: string | number) => `${name}\u0000${key}`;
  const unlist = (id: string, row: R) => {
    for (const name of names) {
      const key = indexes[name](row);
      if (key === undefined) continue;
      const list = lists.get(listKey(name, key));
      list?.delete(id);
      if (list?.size === 0) lists.delete(listKey(name, key));
    }
  };
  const list = (id: string, row: R, before: R | undefined) => {
    for (const name of names) {
      const key = indexes[name](row);
      const old = before === undefined ? undefined : indexes[name](before);
      if (before !== undefined && old === key) continue;
      if (old !== undefined) lists.get(listKey(name, old))?.delete(id);
      if (key === undefined) continue;
      const ids = lists.get(listKey(name, key)) ?? new Set();
      lists.set(listKey(name, key), ids.add(id));
    }
  };

  return {
    get: (id) => rows.get(String(id)),
    all: () => [...rows.values()],
    by(index, key) {
      const found: R[] = [];
      for (const id of lists.get(listKey(index, key)) ?? []) {
        const row = rows.get(id);
        if (row !== undefined) found.push(row);
      }
      return found;
    },
    last(index, key) {
      let last: string | undefined;
      for (const id of lists.get(listKey(index, key)) ?? []) last = id;
      return last === undefined ? undefined : rows.get(last);
    },
    count: (index, key) => lists.get(listKey(index, key))?.size ?? 0,
    put(row) {
      const id = idOf(row);
      list(id, row, rows.get(id));
      rows.set(id, row);
      onChange(id, row);
      return row;
    },
    delete(id) {
      const row = rows.get(String(id));
      if (row === undefined) return;
      unlist(String(id), row);
      rows.delete(String(id));
      onChange(String(id), undefined);
    },
    clear() {
      for (const id of rows.keys()) onChange(id, undefined);
      rows.clear();
      lists.clear();
    },
    size: () => rows.size,
  };
}
