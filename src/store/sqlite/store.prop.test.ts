import { storeProperties } from "../contract.ts";
import { openFreshStore } from "./fresh.fixture.ts";

storeProperties("SQLite", openFreshStore);
