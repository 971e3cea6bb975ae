import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type * as z from "zod/mini";
import { type Me, meSchema } from "../../src/protocol/console.ts";
import { type CallOptions, call, type Failure, noAnswer, type Outcome } from "./api.ts";
import { LoginDialog, LoginPage } from "./login.tsx";
import { Failed, Loading } from "./page.tsx";

interface Session {
  readonly me: Me;
  readonly reload: () => Promise<Failure | undefined>;
  readonly request: <Schema extends z.core.$ZodType>(
    options: Omit<CallOptions<Schema>, "csrfToken">,
  ) => Promise<Outcome<z.core.output<Schema>>>;
  readonly logOut: () => Promise<void>;
}

const Context = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(Context);
  if (session === undefined) throw new Error("useSession outside of SessionProvider");
  return session;
}

type State =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "out" }
  /** `expired`: the pages stay as they are under a login dialog, so that nothing typed is lost. */
  | { readonly kind: "in"; readonly me: Me; readonly expired: boolean };

const readMe = () => call({ method: "GET", path: "me", answer: meSchema });

/** Shows the login page until somebody is logged in. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: "loading" });

  const take = useCallback((outcome: Outcome<Me>) => {
    setState((before) => {
      if (outcome.ok) return { kind: "in", me: outcome.body, expired: false };
      const over = outcome.failure.code === "login_required";
      if (before.kind === "in") return over ? { ...before, expired: true } : before;
      return over ? { kind: "out" } : { kind: "failed", failure: outcome.failure };
    });
    return outcome.ok ? undefined : outcome.failure;
  }, []);
  const reload = useCallback(async () => take(await readMe()), [take]);
  useEffect(() => void readMe().then(take), [take]);

  const me = state.kind === "in" ? state.me : undefined;
  const session = useMemo<Session | undefined>(() => {
    if (me === undefined) return undefined;
    const request: Session["request"] = async (options) => {
      const outcome = await call({ ...options, csrfToken: me.csrfToken });
      if (!outcome.ok && ["login_required", "csrf_refused"].includes(outcome.failure.code)) {
        setState({ kind: "in", me, expired: true });
      }
      return outcome;
    };
    const logOut = async () => {
      await call({ method: "POST", path: "logout", answer: noAnswer, csrfToken: me.csrfToken });
      setState({ kind: "out" });
    };
    return { me, reload, request, logOut };
  }, [me, reload]);

  switch (state.kind) {
    case "loading":
      return <Loading />;
    case "failed":
      return <Failed failure={state.failure} retry={() => void reload()} />;
    case "out":
      return <LoginPage loggedIn={reload} />;
    case "in":
      return (
        <Context.Provider value={session}>
          {children}
          {state.expired && <LoginDialog loggedIn={reload} />}
        </Context.Provider>
      );
  }
}
