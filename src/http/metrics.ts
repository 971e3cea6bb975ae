/** Counters and gauges, written out in Prometheus' text format. */

type Labels = Readonly<Record<string, string>>;

export interface Counter {
  readonly add: (labels?: Labels, amount?: number) => void;
}

export interface Metrics {
  /** The same name gives the same counter. */
  readonly counter: (name: string, help: string) => Counter;
  /** `read` is called when the metrics are asked for. */
  readonly gauge: (name: string, help: string, read: () => number | Promise<number>) => void;
  readonly render: () => Promise<string>;
}

interface CounterState extends Counter {
  readonly help: string;
  readonly values: Map<string, number>;
}

/** More label combinations than this are counted without labels, so that nobody can fill the memory. */
const maxSeries = 500;

export function createMetrics(): Metrics {
  const counters = new Map<string, CounterState>();
  const gauges = new Map<string, { help: string; read: () => number | Promise<number> }>();

  return {
    counter: (name, help) => {
      const existing = counters.get(name);
      if (existing !== undefined) return existing;
      const values = new Map<string, number>();
      const created: CounterState = {
        help,
        values,
        add: (labels = {}, amount = 1) => {
          const wanted = renderLabels(labels);
          const series = values.has(wanted) || values.size < maxSeries ? wanted : "";
          values.set(series, (values.get(series) ?? 0) + amount);
        },
      };
      counters.set(name, created);
      return created;
    },
    gauge: (name, help, read) => void gauges.set(name, { help, read }),
    render: async () => {
      const lines: string[] = [];
      for (const [name, { help, values }] of counters) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
        for (const [labels, value] of values.size === 0 ? [["", 0] as const] : values) {
          lines.push(`${name}${labels} ${value}`);
        }
      }
      for (const [name, { help, read }] of gauges) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${await read()}`);
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

function renderLabels(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
