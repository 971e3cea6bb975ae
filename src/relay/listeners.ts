/** Those who want to be told. `add` answers with the way to stop. */
export function createListeners<Told extends readonly unknown[]>() {
  const listeners = new Set<(...told: Told) => void>();
  return {
    add: (listener: (...told: Told) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    call: (...told: Told) => {
      for (const listener of listeners) listener(...told);
    },
  };
}
