import { createContext, type ReactNode, useContext, useMemo } from "react";
import { styled } from "styled-components";
import type { Agent, Group } from "../../agent/contract.ts";
import { getAgents, getGroups } from "../api.ts";
import { useLoaded } from "../loaded.ts";
import { useRemembered } from "../remembered.ts";
import { AgentChooser } from "./agent-chooser.tsx";
import { Failure, Waiting } from "./states.tsx";

interface Account {
  /** Who works at this page. */
  readonly me: Agent;
  readonly agents: readonly Agent[];
  readonly groups: readonly Group[];
  readonly signInAs: (agentId: string) => void;
}

const AccountContext = createContext<Account | undefined>(undefined);

/** The account's people and groups, and which of them this browser works as. */
export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (!account) throw new Error("useAccount outside SignedIn");
  return account;
}

const Alone = styled.main`
  display: flex;
  min-height: 100dvh;
`;

const read = async () => {
  const [agents, groups] = await Promise.all([getAgents(), getGroups()]);
  return { agents, groups };
};

/** Shows its children once somebody is signed in, and asks who it is before. */
export function SignedIn({ children }: { children: ReactNode }) {
  const people = useLoaded("account", read, ({ type }) => type === "account" || type === "reset");
  const [agentId, signInAs] = useRemembered("emulator.agent");
  const me = people.data?.agents.find((agent) => agent.id === agentId);
  const account = useMemo(
    () => people.data && me && { ...people.data, me, signInAs },
    [people.data, me, signInAs],
  );
  if (account) return <AccountContext.Provider value={account}>{children}</AccountContext.Provider>;
  if (people.data) return <AgentChooser agents={people.data.agents} choose={signInAs} />;
  return (
    <Alone>{people.failure ? <Failure failure={people.failure} retry={people.reload} /> : <Waiting />}</Alone>
  );
}
