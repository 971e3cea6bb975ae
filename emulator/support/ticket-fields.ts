/** Custom ticket fields; the values are the tickets' (zendesk.md §§5.3, 6). */
import * as z from "zod";
import { recordNotFound } from "../refusal.ts";
import { type TicketField, ticketFieldTypes } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { invalidRecord } from "./errors.ts";
import { page } from "./pages.ts";
import { type Call, type Route, read, requireAdmin } from "./route.ts";
import { counted, stamp, url } from "./shape.ts";

const Options = z.array(z.object({ name: z.string(), value: z.string().min(1) }));
const Draft = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  active: z.boolean().optional(),
  required: z.boolean().optional(),
  regexp_for_validation: z.string().nullish(),
  tag: z.string().nullish(),
  position: z.number().int().optional(),
  custom_field_options: Options.optional(),
});
const Body = z.object({ ticket_field: Draft });

/** The fields every ticket has; ids that no record has. */
const system = [
  ["subject", "Subject"],
  ["description", "Description"],
  ["status", "Status"],
  ["tickettype", "Type"],
  ["priority", "Priority"],
  ["group", "Group"],
  ["assignee", "Assignee"],
] as const;

const texts = (title: string, description: string) => ({
  title,
  raw_title: title,
  title_in_portal: title,
  raw_title_in_portal: title,
  description,
  raw_description: description,
  agent_description: null,
});

const shape = (world: World, field: TicketField) => ({
  id: field.id,
  url: url(world, `/ticket_fields/${field.id}`),
  type: field.type,
  ...texts(field.title, field.description),
  position: field.position,
  active: field.active,
  required: field.required,
  collapsed_for_agents: false,
  regexp_for_validation: field.regexp ?? null,
  visible_in_portal: false,
  editable_in_portal: false,
  required_in_portal: false,
  tag: field.tag ?? null,
  removable: true,
  created_at: stamp(field.createdAt),
  updated_at: stamp(field.updatedAt),
  ...(field.type === "tagger" || field.type === "multiselect"
    ? {
        custom_field_options: field.options.map((option, position) => ({
          ...option,
          raw_name: option.name,
          default: false,
          position,
        })),
      }
    : {}),
});

function systemShapes(world: World) {
  const { createdAt = 0 } = world.people.all()[0] ?? {};
  return system.map(([type, title], index) => ({
    id: index + 1,
    url: url(world, `/ticket_fields/${index + 1}`),
    type,
    ...texts(title, title),
    position: index,
    active: true,
    required: false,
    collapsed_for_agents: false,
    regexp_for_validation: null,
    visible_in_portal: false,
    editable_in_portal: false,
    required_in_portal: false,
    tag: null,
    removable: false,
    created_at: stamp(createdAt),
    updated_at: stamp(createdAt),
  }));
}

export function ticketFieldRoutes(route: Route, world: World): void {
  const all = () => [...systemShapes(world), ...world.ticketFields.all().map((field) => shape(world, field))];
  const fieldOf = ({ id }: Call): TicketField => {
    const field = world.ticketFields.get(id);
    if (field === undefined) throw recordNotFound();
    return field;
  };
  const options = (given: z.output<typeof Options> | undefined): TicketField["options"] =>
    (given ?? []).map((option) => ({ ...option, id: world.newNumber("other") }));

  route("get", "/ticket_fields", 200, ({ request }) =>
    page(world, request, "ticket_fields", all(), (row) => row),
  );
  route("get", "/ticket_fields/count", 200, () => counted(world, all().length));
  route("get", "/ticket_fields/:id", 200, ({ id }) => {
    const field = all().find((candidate) => String(candidate.id) === id);
    if (field === undefined) throw recordNotFound();
    return { ticket_field: field };
  });
  route("post", "/ticket_fields", 201, (call) => {
    requireAdmin(call);
    const draft = read(Body, call.request.body).ticket_field;
    const type = ticketFieldTypes.find((known) => known === (draft.type ?? "text"));
    if (type === undefined)
      throw invalidRecord("type", `Type: ${draft.type ?? ""} is invalid`, "InvalidValue");
    if ((draft.title ?? "").trim() === "")
      throw invalidRecord("title", "Title: cannot be blank", "BlankValue");
    if (type === "regexp" && typeof draft.regexp_for_validation !== "string")
      throw invalidRecord("regexp_for_validation", "Regexp: cannot be blank", "BlankValue");
    const now = world.clock.now();
    const field = world.ticketFields.put({
      id: world.newNumber("other"),
      type,
      title: draft.title ?? "",
      description: draft.description ?? draft.title ?? "",
      active: draft.active ?? true,
      required: draft.required ?? false,
      ...(typeof draft.regexp_for_validation === "string" ? { regexp: draft.regexp_for_validation } : {}),
      ...(typeof draft.tag === "string" ? { tag: draft.tag } : {}),
      options: options(draft.custom_field_options),
      position: draft.position ?? 9999,
      createdAt: now,
      updatedAt: now,
    });
    call.reply.header("location", url(world, `/ticket_fields/${field.id}`));
    return { ticket_field: shape(world, field) };
  });
  route("put", "/ticket_fields/:id", 200, (call) => {
    requireAdmin(call);
    const field = fieldOf(call);
    const draft = read(Body, call.request.body).ticket_field;
    const changed = world.ticketFields.put({
      ...field,
      title: draft.title ?? field.title,
      description: draft.description ?? field.description,
      active: draft.active ?? field.active,
      required: draft.required ?? field.required,
      position: draft.position ?? field.position,
      options: draft.custom_field_options === undefined ? field.options : options(draft.custom_field_options),
      updatedAt: world.clock.now(),
    });
    return { ticket_field: shape(world, changed) };
  });
  route("delete", "/ticket_fields/:id", 204, (call) => {
    requireAdmin(call);
    world.ticketFields.delete(fieldOf(call).id);
  });
}
