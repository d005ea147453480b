/**
 * The first statement of the room: what could speak to others without asking the page's policy is taken
 * out of this realm, before any other line of it runs. Everything else is shut by the policy itself.
 */
for (const name of [
  "RTCPeerConnection",
  "webkitRTCPeerConnection",
  "mozRTCPeerConnection",
  "RTCDataChannel",
  "RTCIceTransport",
  "WebTransport",
  "WebSocketStream",
]) {
  Reflect.deleteProperty(globalThis, name);
}
