/** One queue per key: tasks of a key run one after another, tasks of different keys side by side. */
export function createSerial() {
  const tails = new Map<string, Promise<unknown>>();

  return function inTurn<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const previous = tails.get(key) ?? Promise.resolve();
    // A failed task fails its own caller only; the next one in the queue runs all the same.
    const result = previous.then(task, task);
    const tail = result
      .catch(() => undefined)
      .then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return result;
  };
}
