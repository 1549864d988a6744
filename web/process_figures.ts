import { Counter, Gauge, Registry } from "prom-client";

/** Figures that parts of this process keep by themselves; `GET /metrics` shows them. */
export const processFigures = new Registry();
const registers = [processFigures];

/** A clock that stands still is a digest that does not go. */
export const clockLastRun = new Gauge({
  name: "schoolbel_clock_last_run_timestamp_seconds",
  help: "When this process last looked what the clock had to do",
  registers,
});

export const databaseRestarts = new Counter({
  name: "schoolbel_database_restarts_total",
  help: "Times the embedded database had died and was brought back",
  registers,
});
