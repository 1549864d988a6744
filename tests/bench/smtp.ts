import { SMTPServer } from "smtp-server";

// A mail server in a process of its own: takes everything, and says after each mail how many it has.
let accepted = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.on("data", () => {}).on("end", () => {
      done();
      console.log(JSON.stringify({ accepted: ++accepted }));
    });
  },
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.server.address() as { port: number };
  console.log(JSON.stringify({ address: `http://127.0.0.1:${port}` }));
});
Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
