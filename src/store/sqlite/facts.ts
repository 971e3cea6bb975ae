import type { Session } from "./session.ts";

export function getFact(session: Session, name: string): string | undefined {
  const value = session.get(`SELECT value FROM fact WHERE name = :name`, { name })?.["value"];
  return typeof value === "string" ? value : undefined;
}

export function setFact(session: Session, name: string, value: string): void {
  session.run(
    `INSERT INTO fact (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    { name, value },
  );
}
