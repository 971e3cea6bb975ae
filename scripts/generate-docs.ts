/** Writes the papers that follow from the source. `test/docs.test.ts` holds the committed ones against it. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { variables } from "../src/config.ts";
import {
  clientFrameSchema,
  closeCodeStop,
  errorAnswerSchema,
  linkAnswerSchema,
  linkRequestSchema,
  pollAnswerSchema,
  pollRequestSchema,
  serverFrameSchema,
  sessionRequestSchema,
  sessionSchema,
  uploadAnswerSchema,
  wireMessageSchema,
} from "../src/protocol/chat.ts";
import { richNodeSchema, richTextSchema } from "../src/protocol/rich-text.ts";
import { emulatorCoverage } from "./emulator-coverage.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

function configuration(): string {
  const rows = variables.map(({ name, meaning, unset }) => `| \`${name}\` | ${meaning} | ${unset} |`);
  return `# Configuration

<!-- Generated from src/config.ts by \`npm run docs\`. Do not edit. -->

The server reads these environment variables at its start. An empty value counts as unset. When one is wrong, the
server says which, and what it should be, for all of them at once, and exits with a non-zero status.

| variable | meaning | when unset |
|---|---|---|
${rows.join("\n")}
`;
}

function envExample(): string {
  const entries = variables
    .filter(({ meaning }) => !meaning.includes("Not supported yet"))
    .map((variable) => {
      const example = "example" in variable ? variable.example : undefined;
      return [
        ...wrap(plain(variable.meaning)),
        ...wrap(`Unset: ${plain(variable.unset)}.`),
        `#${variable.name}=${example ?? ""}`,
      ].join("\n");
    });
  return `# Generated from src/config.ts by \`npm run docs\`.
# Copy what you need to .env and hand it over, e.g. set -a; . ./.env; set +a; npm start

${entries.join("\n\n")}
`;
}

function plain(markdown: string): string {
  return markdown.replaceAll(/[`*]/g, "");
}

function wrap(text: string, width = 100): string[] {
  const lines: string[] = [];
  let line = "#";
  for (const word of text.split(" ")) {
    if (line.length + word.length + 1 > width) {
      lines.push(line);
      line = "#";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function chatProtocol(): string {
  const registry = z.registry<{ id: string }>();
  const named = {
    SessionRequest: sessionRequestSchema,
    Session: sessionSchema,
    ClientFrame: clientFrameSchema,
    ServerFrame: serverFrameSchema,
    Message: wireMessageSchema,
    RichText: richTextSchema,
    RichNode: richNodeSchema,
    PollRequest: pollRequestSchema,
    PollAnswer: pollAnswerSchema,
    UploadAnswer: uploadAnswerSchema,
    LinkRequest: linkRequestSchema,
    LinkAnswer: linkAnswerSchema,
    Error: errorAnswerSchema,
  };
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/$defs/${id}` });
  const ref = (id: keyof typeof named) => ({ $ref: `#/$defs/${id}` });
  const document = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Chat protocol between chatbox and server",
    description:
      "Generated from src/protocol/chat.ts by `npm run docs`. Unknown fields are ignored on both sides.",
    websocket: {
      path: "/api/chat",
      fromVisitor: ref("ClientFrame"),
      fromServer: ref("ServerFrame"),
      closeCodeStop,
    },
    http: [
      { request: "POST /api/chat/sessions", body: ref("SessionRequest"), answer: ref("Session") },
      { request: "POST /api/chat/poll", body: ref("PollRequest"), answer: ref("PollAnswer") },
      {
        request: "POST /api/chat/files",
        authorization: "Bearer <token>",
        body: "multipart/form-data with the part `file`",
        answer: ref("UploadAnswer"),
      },
      {
        request: "POST /api/chat/files/link",
        authorization: "Bearer <token>",
        body: ref("LinkRequest"),
        answer: ref("LinkAnswer"),
      },
    ],
    httpError: ref("Error"),
    $defs: Object.fromEntries(
      Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]),
    ),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The generated papers by their path in the repository. */
export function generateDocs(): Readonly<Record<string, string>> {
  return {
    "docs/configuration.md": configuration(),
    ".env.example": envExample(),
    "docs/chat-protocol.json": chatProtocol(),
    "docs/emulator-coverage.md": emulatorCoverage(),
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(generateDocs())) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}
