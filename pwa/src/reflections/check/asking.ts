/** Ways out that ask a server for something from a script, or speak to it. */

import { type Aim, answered, at, need, type Outcome, put, type Route, whether } from "./route.ts";

type Made<Thing> = new (...given: unknown[]) => Thing;
type Called<Thing> = (...given: unknown[]) => Thing;

const BOTH = ["foreign", "own"] as const;
const FOREIGN = ["foreign"] as const;

async function callOut(peers: unknown, server: Readonly<Record<string, string>>): Promise<Outcome> {
  const peer = new (peers as typeof RTCPeerConnection)({ iceServers: [server as unknown as RTCIceServer] });
  peer.createDataChannel("out");
  await peer.setLocalDescription(await peer.createOffer());
  return undefined;
}

function ask(aim: Aim, more: RequestInit): Promise<Outcome> {
  return answered(need<typeof fetch>("fetch")(at(aim), { mode: "no-cors", ...more }));
}

export const ASKING: readonly Route[] = [
  { id: "fetch", words: "Asking a server (fetch)", to: BOTH, go: (aim) => ask(aim, {}) },
  {
    id: "fetch-post",
    words: "Sending text to a server (fetch)",
    to: BOTH,
    go: (aim) => answered(fetch(aim.to, { method: "POST", mode: "no-cors", body: aim.word })),
  },
  {
    id: "fetch-keepalive",
    words: "Sending text while the page closes",
    to: BOTH,
    go: (aim) =>
      answered(fetch(aim.to, { method: "POST", mode: "no-cors", keepalive: true, body: aim.word })),
  },
  {
    id: "fetch-later",
    words: "Sending text after the page has closed",
    to: BOTH,
    go: (aim) => {
      need<Called<unknown>>("fetchLater")(at(aim), { activateAfter: 0 });
      return undefined;
    },
  },
  {
    id: "xhr",
    words: "Asking a server, the older way (XMLHttpRequest)",
    to: BOTH,
    go: (aim) => {
      const request = new XMLHttpRequest();
      request.open("POST", at(aim));
      request.send(aim.word);
      return whether(request, "load");
    },
  },
  {
    id: "beacon",
    words: "A beacon, as pages send about their visitors",
    to: BOTH,
    go: (aim) => {
      need<Called<boolean>>("navigator.sendBeacon")(at(aim), aim.word);
      return undefined;
    },
  },
  {
    id: "websocket",
    words: "A line that stays open (WebSocket)",
    to: BOTH,
    go: (aim) => whether(new WebSocket(at(aim).replace(/^http/, "ws")), "open"),
  },
  {
    id: "event-source",
    words: "A stream of messages (EventSource)",
    to: BOTH,
    go: (aim) => whether(new EventSource(at(aim)), "open"),
  },
  {
    id: "webtransport",
    words: "A fast line (WebTransport)",
    to: FOREIGN,
    go: async (aim): Promise<Outcome> => {
      const line = new (need<Made<{ ready: Promise<unknown> }>>("WebTransport"))(
        `https://${aim.bare}/${aim.word}`,
      );
      return answered(line.ready);
    },
  },
  {
    id: "webrtc-stun",
    words: "A call, finding out its own address (WebRTC, STUN)",
    to: FOREIGN,
    go: (aim) => callOut(need("RTCPeerConnection"), { urls: `stun:${aim.bare}` }),
  },
  {
    id: "webrtc-turn",
    words: "A call through somebody's server (WebRTC, TURN)",
    to: FOREIGN,
    go: (aim) =>
      callOut(need("RTCPeerConnection"), {
        urls: `turn:${aim.bare}?transport=udp`,
        username: aim.word,
        credential: aim.word,
      }),
  },
  {
    id: "webrtc-inner",
    words: "A call made with the parts of a frame inside the frame",
    to: FOREIGN,
    go: (aim) => {
      const inner = (put("iframe") as HTMLIFrameElement).contentWindow;
      return callOut(Reflect.get(Object(inner), "RTCPeerConnection"), { urls: `stun:${aim.bare}` });
    },
  },
  {
    id: "import",
    words: "Loading a script as a module (import)",
    to: BOTH,
    go: (aim) => answered(import(/* @vite-ignore */ at(aim))),
  },
  {
    id: "worker",
    words: "A script of another thread (worker)",
    to: ["own"],
    go: (aim) => {
      new Worker(at(aim));
      return undefined;
    },
  },
  {
    id: "worker-made-here",
    words: "A worker made from text in the page, which asks a server",
    to: BOTH,
    go: (aim) => {
      const script = `fetch(${JSON.stringify(at(aim))}, { mode: "no-cors" })`;
      new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
      return undefined;
    },
  },
  {
    id: "shared-worker",
    words: "A worker that several tabs share",
    to: ["own"],
    go: (aim) => {
      new (need<typeof SharedWorker>("SharedWorker"))(at(aim));
      return undefined;
    },
  },
  {
    id: "audio-worklet",
    words: "A script that makes sound (worklet)",
    to: BOTH,
    go: (aim) => answered(new (need<typeof AudioContext>("AudioContext"))().audioWorklet.addModule(at(aim))),
  },
  {
    id: "federated",
    words: "Logging in with another company (FedCM)",
    to: FOREIGN,
    go: (aim) => {
      need("IdentityCredential");
      const asking = navigator.credentials.get({
        identity: { providers: [{ configURL: at(aim), clientId: aim.word }] },
      } as CredentialRequestOptions);
      return answered(asking);
    },
  },
  {
    id: "payment",
    words: "Asking a payment company (PaymentRequest)",
    to: FOREIGN,
    go: (aim) => {
      const asking = new (need<Made<{ canMakePayment: () => Promise<boolean> }>>("PaymentRequest"))(
        [{ supportedMethods: at(aim) }],
        { total: { label: "0", amount: { currency: "GBP", value: "0" } } },
      );
      return asking.canMakePayment().then(() => undefined);
    },
  },
];
