// The floor: fetch, decompress and parse one compressed file of the same documents. Nothing is stored.

window.firstSync = async () => {
  const started = performance.now();
  const mentors = await (await fetch("/benchmark/mentors.json")).json();
  const inHand = performance.now() - started;
  return { inHand, stored: null, documents: mentors.length };
};
