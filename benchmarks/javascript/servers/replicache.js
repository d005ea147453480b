// A Replicache backend as its documentation describes it: one global version, client mutation ids,
// pulls that answer a patch since the cookie, pokes without content. On PostgreSQL, like ours.
// Usage: node replicache.js SOCKET_FOLDER DATABASE USER

import { createServer } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import pg from "pg";

const [host, database, user] = process.argv.slice(2);
const pool = new pg.Pool({ host, database, user, max: 10 });
const compress = promisify(gzip);
const listeners = new Set();

async function prepare() {
  await pool.query(`
    DROP TABLE IF EXISTS space, entry, client;
    CREATE TABLE space (version bigint NOT NULL);
    INSERT INTO space VALUES (0);
    CREATE TABLE entry (key text PRIMARY KEY, version bigint NOT NULL, deleted boolean NOT NULL DEFAULT false, body text);
    CREATE INDEX ON entry (version);
    CREATE TABLE client (id text PRIMARY KEY, client_group text NOT NULL, last_mutation bigint NOT NULL, version bigint NOT NULL);
    CREATE INDEX ON client (client_group, version)`);
}

async function transaction(work) {
  const connection = await pool.connect();
  try {
    await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const answer = await work(connection);
    await connection.query("COMMIT");
    return answer;
  } catch (fault) {
    await connection.query("ROLLBACK");
    throw fault;
  } finally {
    connection.release();
  }
}

async function load(mentors) {
  await pool.query("TRUNCATE entry, client");
  await pool.query("UPDATE space SET version = version + 1");
  await pool.query(
    `INSERT INTO entry (key, version, body)
     SELECT 'mentor/' || id, (SELECT version FROM space), body FROM unnest($1::text[], $2::text[]) AS new (id, body)`,
    [mentors.map(([id]) => id), mentors.map(([, body]) => JSON.stringify(body))],
  );
  await pool.query("ANALYZE entry");
}

async function pull({ clientGroupID, cookie }) {
  const since = cookie ?? 0;
  return await transaction(async (connection) => {
    const { rows: space } = await connection.query("SELECT version FROM space");
    const { rows: clients } = await connection.query(
      "SELECT id, last_mutation FROM client WHERE client_group = $1 AND version > $2",
      [clientGroupID, since],
    );
    const { rows: entries } = await connection.query(
      "SELECT key, deleted, body FROM entry WHERE version > $1",
      [since],
    );
    const changes = Object.fromEntries(clients.map(({ id, last_mutation }) => [id, Number(last_mutation)]));
    const patch = entries.map(({ key, deleted, body }) =>
      deleted ? `{"op":"del","key":"${key}"}` : `{"op":"put","key":"${key}","value":${body}}`,
    );
    // The bodies are JSON already: joined, not parsed and written again.
    return `{"cookie":${space[0].version},"lastMutationIDChanges":${JSON.stringify(changes)},"patch":[${patch.join(",")}]}`;
  });
}

const mutators = {
  put: (connection, version, { key, value }) =>
    connection.query(
      `INSERT INTO entry (key, version, body) VALUES ($1, $2, $3)
       ON CONFLICT (key) DO UPDATE SET version = excluded.version, body = excluded.body, deleted = false`,
      [key, version, JSON.stringify(value)],
    ),
};

async function push({ clientGroupID, mutations }) {
  await transaction(async (connection) => {
    const { rows } = await connection.query("UPDATE space SET version = version + 1 RETURNING version");
    const version = rows[0].version;
    const last = new Map();
    for (const { clientID, id, name, args } of mutations) {
      if (!last.has(clientID)) {
        const { rows: known } = await connection.query("SELECT last_mutation FROM client WHERE id = $1", [
          clientID,
        ]);
        last.set(clientID, Number(known[0]?.last_mutation ?? 0));
      }
      if (id !== last.get(clientID) + 1) continue;
      await mutators[name](connection, version, args);
      last.set(clientID, id);
    }
    for (const [id, mutation] of last) {
      await connection.query(
        `INSERT INTO client VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET last_mutation = excluded.last_mutation, version = excluded.version`,
        [id, clientGroupID, mutation, version],
      );
    }
  });
  for (const listener of listeners) listener.write("data: poke\n\n");
  return "{}";
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request, response) {
  if (request.url === "/poke") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": open\n\n");
    listeners.add(response);
    request.on("close", () => listeners.delete(response));
    return;
  }
  const asked = await body(request);
  if (request.url === "/load") {
    await load(asked);
    response.writeHead(204).end();
    return;
  }
  const said = request.url.startsWith("/pull") ? await pull(asked) : await push(asked);
  const headers = { "content-type": "application/json" };
  if (said.length < 1000) response.writeHead(200, headers).end(said);
  else response.writeHead(200, { ...headers, "content-encoding": "gzip" }).end(await compress(said));
}

await prepare();
const server = createServer((request, response) => {
  answer(request, response).catch((fault) => {
    process.stderr.write(`${fault.stack}\n`);
    response.writeHead(500).end();
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`ready ${server.address().port}\n`));
