import type { Environment } from "./environment.ts";
import type { Answer, Requester } from "./request.ts";
import type { Store } from "./store/open.ts";

/**
 * Photos travel outside mutations: a mutation names the SHA-256 of one, so the photo goes up before the
 * mutation that names it, and comes down when somebody looks.
 */

/** The bucket name under which a phone keeps its own, not yet sent photos. */
const OWN = "";

/** Keeps a photo until a mutation that names it is sent; answers its name. */
export async function keepPhoto(
  store: Store,
  environment: Environment,
  bytes: Uint8Array<ArrayBuffer>,
  type = "image/jpeg",
): Promise<string> {
  const hash = await environment.sha256(bytes);
  await store.write(
    ["photo"],
    async (tx) => tx.put("photo", [OWN, hash], { bytes, type, waiting: true }),
    true,
  );
  return hash;
}

/** Whether photos and acts are waiting to go: most syncs carry neither, and need not wait for the disk. */
export function whatWaits(store: Store): Promise<{ photos: boolean; acts: boolean }> {
  return store.read(["photo", "outbox"], async (tx) => {
    const photos = await tx.keys("photo", tx.beginning(OWN));
    return { photos: photos.length > 0, acts: (await tx.keys("outbox")).length > 0 };
  });
}

/** Sends the photos that waiting mutations name. Answers what stopped it, or nothing. */
export async function sendPhotos(store: Store, request: Requester): Promise<Answer | undefined> {
  const keys = await store.read(["photo"], (tx) => tx.keys("photo", tx.beginning(OWN)));
  if (keys.length === 0) return undefined;
  const waiting = await store.read(["outbox"], (tx) => tx.all("outbox"));
  const named = JSON.stringify(waiting.map((entry) => entry.args));
  for (const key of keys) {
    if (!named.includes(key[1])) continue;
    const photo = await store.read(["photo"], (tx) => tx.get("photo", key));
    if (!photo?.waiting) continue;
    const answer = await request({
      method: "PUT",
      path: "/api/photos",
      bytes: photo.bytes,
      type: photo.type,
    });
    const settled = answer.kind === "answered" && (answer.status < 400 || isFinal(answer.status));
    if (!settled) return answer;
    // A photo that the server will never take waits no longer: the mutation then says that it is missing.
    await store.write(["photo"], async (tx) => tx.put("photo", key, { ...photo, waiting: false }));
  }
  return undefined;
}

function isFinal(status: number): boolean {
  return status === 400 || status === 413 || status === 415 || status === 422;
}

/** A photo that somebody published, kept for as long as the bucket is held. */
export async function readPhoto(
  store: Store,
  request: Requester,
  bucket: string,
  hash: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const kept = await store.read(["photo"], async (tx) => {
    return (await tx.get("photo", [bucket, hash])) ?? (await tx.get("photo", [OWN, hash]));
  });
  if (kept !== undefined) return kept.bytes;
  const path = `/api/photos/${encodeURIComponent(hash)}?bucket=${encodeURIComponent(bucket)}`;
  const answer = await request({ method: "GET", path });
  if (answer.kind !== "answered" || answer.status !== 200) return undefined;
  const { bytes } = answer;
  await store
    .write(["photo", "bucket"], async (tx) => {
      const held = await tx.get("bucket", bucket);
      if (held !== undefined) tx.put("photo", [bucket, hash], { bytes, type: "image/jpeg", waiting: false });
    })
    .catch(() => {});
  return bytes;
}
