// A call between two stock SignalR clients with default options; the environment says where and as whom. Prints what they got.
const { HubConnectionBuilder, LogLevel } = require(process.env.SIGNALR);
const { HUB_URL: url, HOST_TOKEN: hostToken, GUEST_TOKEN: guestToken } = process.env;

async function connect(token) {
    const connection = new HubConnectionBuilder().withUrl(url, { accessTokenFactory: () => token }).configureLogging(LogLevel.Error).build();
    const received = [];
    const waiting = [];
    for (const name of ["Joined", "PeerJoined", "Offer", "Answer", "IceCandidate", "PeerLeft", "Disconnect"]) {
        connection.on(name, message => (waiting.shift() ?? (entry => received.push(entry)))([name, message]));
    }
    await connection.start();
    const next = () => received.length ? Promise.resolve(received.shift()) : new Promise(resolve => waiting.push(resolve));
    return { connection, next };
}

(async () => {
    const got = [];
    const host = await connect(hostToken);
    got.push(await host.connection.invoke("Join", { id: "j" }), (await host.next())[0]);
    const guest = await connect(guestToken);
    await guest.connection.invoke("Join", {});
    got.push((await guest.next())[0], (await host.next())[0]);
    got.push(await host.connection.invoke("Offer", { sdp: "v=0", id: "o" }), (await guest.next())[1].sdp);
    got.push(await guest.connection.invoke("Answer", { sdp: "v=0 answer", offer_seq: 1 }), (await host.next())[1].sdp);
    got.push(await guest.connection.invoke("Mute", { kind: "smell" }).catch(error => error.message));
    await guest.connection.stop();
    await host.connection.stop();
    console.log(JSON.stringify(got));
})().catch(error => { console.error(error); process.exit(1); });
