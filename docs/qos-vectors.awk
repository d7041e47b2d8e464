# Computes docs/qos-vectors.md's tables from the text of PROTOCOL.md section 7 alone, apart from the project's code:
#   awk -f docs/qos-vectors.awk
# Two decimals are rounded half away from zero.
function max(a, b) { return a > b ? a : b }
function clamp(x, lo, hi) { return x < lo ? lo : x > hi ? hi : x }
function level(x, excellent, good) { return x < excellent ? 0 : x < good ? 1 : 2 }
function mos(rtt, loss, jitter, bpl,    d, id, ie, r, m) {
    d = rtt / 2 + 2 * jitter
    id = 0.024 * d + 0.11 * max(0, d - 177.3)
    ie = 95 * loss / (loss + bpl)
    r = clamp(93.2 - id - ie, 0, 100)
    m = clamp(1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r), 1, 4.5)
    return sprintf("%.2f", int(m * 100 + 0.5) / 100)
}
BEGIN {
    split("excellent good poor", quality, " ")
    split("720p 480p 240p", picture, " ")
    print "| rtt_ms | packet_loss_pct | jitter_ms | bpl | quality | recommendation | mos |"
    print "|---:|---:|---:|---:|---|---|---:|"
    n = split("0 0 0;40 0 5;99 0.5 10;99.999 0.999 14.999;100 0 0;0 1 0;0 0 15;100 1 15;150 2 20;199.999 2.999 29.999;200 0 0;0 3 0;0 0 30;" \
        "200 3 30;150 0.1 31;300 5 40;354.6 0 0;400 0 0;0 0 88.65;0 0 120;50 10 5;50 25.1 5;700 0 0;1000 0 0;1400 2 0;2000 0 0;0 50 0;0 100 0;500 30 100;" \
        "60000 0 0;0 0 60000;60000 100 60000", paths, ";")
    for (i = 1; i <= n; i++) { split(paths[i], p, " "); row(p[1], p[2], p[3], 25.1) }
    # Other codecs of G.113: G.729A with concealment 19.0, G.723.1 16.1, G.711 without concealment 4.3.
    row(100, 2, 10, 19.0); row(100, 2, 10, 16.1); row(100, 2, 10, 4.3)
}
function row(rtt, loss, jitter, bpl,    q) {
    q = max(level(rtt, 100, 200), max(level(loss, 1, 3), level(jitter, 15, 30))) + 1
    print "| " rtt " | " loss " | " jitter " | " bpl " | " quality[q] " | " picture[q] " | " mos(rtt, loss, jitter, bpl) " |"
}
