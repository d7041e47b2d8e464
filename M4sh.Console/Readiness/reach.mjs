// A worker that joins a session by the hub or the raw WebSocket, as a client does, and leaves again. It is served with a policy that lets it talk to the
// API and to nothing else: the page itself may not.

const limit = 20_000;
const recordEnd = '\x1e';

/** @type {Record<string, (socket: WebSocket, tell: () => void) => void>} */
const transports = {
  socket(socket, joined) {
    socket.onopen = () => socket.send(JSON.stringify({ type: 'join' }));
    socket.onmessage = ({ data }) => JSON.parse(data).type === 'joined' && joined();
  },

  // https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
  hub(socket, joined) {
    const send = record => socket.send(JSON.stringify(record) + recordEnd);
    socket.onopen = () => {
      send({ protocol: 'json', version: 1 });
      send({ type: 1, target: 'Join', arguments: [{}] });
    };
    socket.onmessage = ({ data }) => data.split(recordEnd).filter(record => record && JSON.parse(record).target === 'Joined').length > 0 && joined();
  },
};

self.onmessage = async ({ data: { kind, url, alive } }) => {
  const began = performance.now();
  const reading = await open(kind, url);
  const isReachable = reading.isJoined || reading.isOpen || await answers(alive);
  self.postMessage({ ...reading, isReachable, milliseconds: performance.now() - began });
};

function open(kind, url) {
  return new Promise(resolve => {
    const socket = new WebSocket(url);
    let isOpen = false;
    const end = (isJoined, closeCode = null) => {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
      resolve({ isJoined, isOpen, closeCode });
    };
    const timer = setTimeout(() => end(false), limit);
    transports[kind](socket, () => end(true));
    socket.addEventListener('open', () => { isOpen = true; });
    socket.onclose = ({ code }) => end(false, code);
  });
}

/** Whatever it answers: that it does tells a dead way from one that only WebSockets cannot take. */
async function answers(url) {
  try {
    await fetch(url, { mode: 'no-cors', cache: 'no-store', signal: AbortSignal.timeout(limit) });
    return true;
  } catch {
    return false;
  }
}
