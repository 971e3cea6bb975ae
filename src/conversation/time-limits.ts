/** In milliseconds: how long the bot may think before it is asked again, and a handoff may take to connect. */
export const timeLimits = { botReply: 15_000, connect: 60_000 } as const;
