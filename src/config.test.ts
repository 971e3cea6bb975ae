import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

describe("configuration", () => {
  test("an empty environment gives a local server with the emulator", () => {
    expect(readConfig({})).toEqual({
      host: "127.0.0.1",
      port: 8080,
      publicUrl: undefined,
      dataDir: "data",
      secretKey: undefined,
      adminPassword: undefined,
      emulator: true,
      emulatorPort: 8090,
      zendeskOrigins: [],
      maxFileBytes: 20 * 1024 * 1024,
      logLevel: undefined,
    });
  });

  test("an empty value counts as unset", () => {
    expect(readConfig({ PORT: "", SECRET_KEY: "", DATABASE_URL: "" }).port).toBe(8080);
  });

  test.each([
    [{ HOST: "0.0.0.0" }, false],
    [{ HOST: "localhost" }, true],
    [{ PUBLIC_URL: "https://chat.example.org" }, false],
    [{ PUBLIC_URL: "http://127.0.0.1:9000" }, true],
    [{ HOST: "0.0.0.0", EMULATOR: "on" }, true],
    [{ EMULATOR: "off" }, false],
  ])("emulator under %j: %s", (env, expected) => {
    expect(readConfig(env).emulator).toBe(expected);
  });

  test("the largest file is given in megabytes", () => {
    expect(readConfig({ MAX_FILE_MB: "50" }).maxFileBytes).toBe(50 * 1024 * 1024);
    for (const wrong of ["0", "51", "1.5", "-1", "ten"])
      expect(() => readConfig({ MAX_FILE_MB: wrong })).toThrow(
        /MAX_FILE_MB must be a whole number from 1 to 50/,
      );
  });

  test("origins are normalised", () => {
    const config = readConfig({
      PUBLIC_URL: "https://Chat.Example.org/",
      ZENDESK_ORIGINS: "https://a.example, http://127.0.0.1:8090",
    });
    expect(config.publicUrl).toBe("https://chat.example.org");
    expect(config.zendeskOrigins).toEqual(["https://a.example", "http://127.0.0.1:8090"]);
  });

  test("all problems are told at once, each with its variable, none with a secret's value", () => {
    const read = () =>
      readConfig({
        PORT: "70000",
        PUBLIC_URL: "chat.example.org",
        SECRET_KEY: "too-short-key",
        EMULATOR: "yes",
        LOG_LEVEL: "loud",
        ZENDESK_ORIGINS: "https://a.example/path",
        DATABASE_URL: "postgres://db",
        S3_BUCKET: "b",
      });
    expect(read).toThrow(expect.objectContaining({ code: "config_invalid" }));
    for (const name of [
      /PORT must be a whole number/,
      /PUBLIC_URL must be an address/,
      /SECRET_KEY must have at least 32/,
      /EMULATOR must be on or off/,
      /LOG_LEVEL must be one of/,
      /ZENDESK_ORIGINS must be an origin only/,
      /DATABASE_URL is not supported yet/,
      /S3_BUCKET is not supported yet/,
    ]) {
      expect(read).toThrow(name);
    }
    expect(read).not.toThrow(/too-short-key/);
  });
});
