// The server of y-websocket, with one document filled over HTTP before the measuring begins.

import { createServer } from "node:http";
import { getYDoc, setupWSConnection } from "@y/websocket-server/utils";
import { WebSocketServer } from "ws";

const sockets = new WebSocketServer({ noServer: true });
sockets.on("connection", setupWSConnection);

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const document = getYDoc("mentors");
  const mentors = document.getMap("mentors");
  document.transact(() => {
    for (const [id, body] of JSON.parse(Buffer.concat(chunks).toString())) mentors.set(id, body);
  });
  response.writeHead(204).end();
});
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (connected) => sockets.emit("connection", connected, request));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`ready ${server.address().port}\n`));
