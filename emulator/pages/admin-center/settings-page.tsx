import { Alert } from "@zendeskgarden/react-notifications";
import { Code } from "@zendeskgarden/react-typography";
import { type ReactNode, useState } from "react";
import type { ApiFailure } from "../api.ts";
import { toFailure } from "../loaded.ts";
import { Failure, Waiting } from "../shell/states.tsx";
import { useAdminApi, useAdminLoaded, useFailureText } from "./calls.ts";
import { crumbOf } from "./navigation.ts";
import { AdminPage, Card, CardTitle, Fields } from "./page.tsx";
import { Setting } from "./setting.tsx";
import { messagingGroups, switchGroupsOf } from "./settings-groups.ts";
import { useAdminWords } from "./words/words.ts";

/** Channels › Messaging settings. */
export function MessagingSettings() {
  const words = useAdminWords();
  return (
    <SettingsPage
      title={words.messaging}
      intro={words.settings.messagingIntro}
      groupsOf={() => messagingGroups}
    />
  );
}

/** Channels › Emulator switches. */
export function SwitchesPage() {
  const words = useAdminWords();
  return (
    <SettingsPage
      title={words.switches}
      intro={
        <>
          {words.settings.switchesIntro} <Code>PATCH /_emulator/settings</Code>
        </>
      }
      groupsOf={switchGroupsOf}
    />
  );
}

/** Switches under headings; each acts as soon as it is changed. */
function SettingsPage({
  title,
  intro,
  groupsOf,
}: {
  title: string;
  intro: ReactNode;
  groupsOf: typeof switchGroupsOf;
}) {
  const words = useAdminWords();
  const api = useAdminApi();
  const text = useFailureText();
  const [problem, setProblem] = useState<ApiFailure>();
  const settings = useAdminLoaded("settings", (calls) => calls.settings());
  if (!settings.data)
    return settings.failure ? <Failure failure={settings.failure} retry={settings.reload} /> : <Waiting />;
  const known = settings.data;
  const change = async (name: string, value: unknown) => {
    try {
      settings.replace(await api.changeSettings({ [name]: value }));
      setProblem(undefined);
    } catch (error) {
      setProblem(toFailure(error));
    }
  };
  return (
    <AdminPage title={title} intro={intro} crumbs={[crumbOf("channels", words)]}>
      {problem && (
        <Alert type="error" role="alert">
          {text(problem)}
        </Alert>
      )}
      {groupsOf(known).map(({ label, names }) => (
        <Card key={label}>
          <CardTitle>{words.settings.groups[label]}</CardTitle>
          <Fields>
            {names
              .filter((name) => name in known)
              .map((name) => (
                <Setting
                  key={name}
                  name={name}
                  value={known[name]}
                  change={(next) => void change(name, next)}
                />
              ))}
          </Fields>
        </Card>
      ))}
    </AdminPage>
  );
}
