import { storeContract } from "../contract.ts";
import { openFreshStore } from "./fresh.fixture.ts";

storeContract("SQLite", openFreshStore);
