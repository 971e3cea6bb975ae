import * as z from "zod/mini";
import {
  AgentList,
  type Availability,
  GroupList,
  Inbox,
  MessagePage,
  Refusal,
  type ReplyRequest,
  TicketDetail,
  TicketList,
  type TicketStatus,
  type TicketView,
} from "../agent/contract.ts";

/**
 * Why a call did not work: `refused` (its message is the emulator's own sentence), `missing` (what was asked
 * for is not there), `unreachable` (no answer) or `unexpected` (an answer outside the contract).
 */
export class ApiFailure extends Error {
  readonly kind: "refused" | "missing" | "unreachable" | "unexpected";

  constructor(kind: ApiFailure["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const root = "/agent/api";
/** The control API's switches; what they mean is the emulator's affair. */
const Settings = z.object({ settings: z.record(z.string(), z.unknown()) });
export type Settings = z.infer<typeof Settings>["settings"];

function understand<T>(schema: z.ZodMiniType<T>, status: number, text: string): T {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new ApiFailure("unexpected", `status ${status} without JSON`, { cause });
  }
  if (status >= 400) {
    const refusal = z.safeParse(Refusal, body);
    const message = refusal.success ? refusal.data.message : `status ${status}`;
    if (status === 404) throw new ApiFailure("missing", message);
    throw new ApiFailure(refusal.success ? "refused" : "unexpected", message);
  }
  const parsed = z.safeParse(schema, body);
  if (!parsed.success) throw new ApiFailure("unexpected", z.prettifyError(parsed.error));
  return parsed.data;
}

async function call<T>(schema: z.ZodMiniType<T>, path: string, method = "GET", body?: object): Promise<T> {
  const json = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { method, ...json });
    text = await response.text();
  } catch (cause) {
    throw new ApiFailure("unreachable", "no answer", { cause });
  }
  return understand(schema, response.status, text);
}

export const getAgents = async () => (await call(AgentList, `${root}/agents`)).agents;

export const getGroups = async () => (await call(GroupList, `${root}/groups`)).groups;

export const setAvailability = async (agentId: string, availability: Availability) =>
  (
    await call(AgentList, `${root}/agents/${encodeURIComponent(agentId)}/availability`, "POST", {
      availability,
    })
  ).agents;

export const getUnread = async (agentId: string) =>
  (await call(Inbox, `${root}/inbox?${new URLSearchParams({ agentId })}`)).unread;

/** Tickets on one page of a list, as Zendesk's own views have. */
export const PAGE_SIZE = 30;

export function getTickets(
  view: TicketView,
  { groupId, agentId, page }: { groupId: string | null; agentId: string; page: number },
) {
  const query = new URLSearchParams({
    view,
    agentId,
    page: String(page),
    limit: String(PAGE_SIZE),
    ...(groupId && { groupId }),
  });
  return call(TicketList, `${root}/tickets?${query}`);
}

/** How many of the newest messages a ticket is opened with. */
const TAIL = 50;

const ticketPath = (id: string, action = "") =>
  `${root}/tickets/${encodeURIComponent(id)}${action}?messages=${TAIL}`;

/** The messages before the one named. */
export const getEarlier = (id: string, before: string) =>
  call(
    MessagePage,
    `${root}/tickets/${encodeURIComponent(id)}/messages?${new URLSearchParams({ before, limit: "100" })}`,
  );

export const getTicket = async (id: string) => (await call(TicketDetail, ticketPath(id))).ticket;

async function act(id: string, action: string, body: object) {
  return (await call(TicketDetail, ticketPath(id, `/${action}`), "POST", body)).ticket;
}

export const markSeen = (id: string, agentId: string) => act(id, "seen", { agentId });

export const tellTyping = (id: string, agentId: string) => act(id, "typing", { agentId });

export const endSession = (id: string, agentId: string) => act(id, "end-session", { agentId });

export const setStatus = (id: string, agentId: string, status: TicketStatus) =>
  act(id, "status", { agentId, status });

/** A missing field stays as it is; null clears the assignee. */
export const assign = (id: string, agentId: string, to: { groupId?: string; assigneeId?: string | null }) =>
  act(id, "assign", { agentId, ...to });

/** Sends what was written and the files. `progress` hears how much of the upload has left, from 0 to 1. */
export async function sendReply(
  id: string,
  reply: ReplyRequest,
  files: readonly File[],
  progress: (part: number) => void,
) {
  if (files.length === 0) return act(id, "reply", reply);
  const form = new FormData();
  form.append("agentId", reply.agentId);
  if (reply.text) form.append("text", reply.text);
  if (reply.htmlText) form.append("htmlText", reply.htmlText);
  if (reply.key) form.append("key", reply.key);
  if (reply.contents?.length) form.append("contents", JSON.stringify(reply.contents));
  for (const file of files) form.append("file", file, file.name);
  return (await upload(ticketPath(id, "/reply"), form, progress)).ticket;
}

/** By XMLHttpRequest, since fetch does not tell how far an upload is. */
function upload(path: string, form: FormData, progress: (part: number) => void) {
  return new Promise<z.infer<typeof TicketDetail>>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("error", () => reject(new ApiFailure("unreachable", "no answer")));
    request.addEventListener("load", () => {
      try {
        resolve(understand(TicketDetail, request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    });
    request.send(form);
  });
}

export const getSettings = async () => (await call(Settings, "/_emulator/settings")).settings;

export const changeSettings = async (changes: Settings) =>
  (await call(Settings, "/_emulator/settings", "PATCH", changes)).settings;
