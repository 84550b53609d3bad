-- wrk -s post.lua URL -- BODY [HEADER-LENGTH]: posts a file's content; prints one line of JSON, times in microseconds.
local shown = false

function init(arguments)
    local file = assert(io.open(arguments[1], "rb"))
    wrk.method = "POST"
    wrk.body = file:read("*a")
    file:close()
    wrk.headers["Content-Type"] = "application/json"
    if arguments[2] then
        wrk.headers["Content-Type"] = "application/octet-stream"
        wrk.headers["Inference-Header-Content-Length"] = arguments[2]
    end
    prepared = wrk.format()
end

function request()
    return prepared
end

function response(status, headers, body)
    if status ~= 200 and not shown then
        shown = true
        io.stderr:write("status " .. status .. ": " .. body:sub(1, 300) .. "\n")
    end
end

function done(summary, latency)
    local failures = summary.errors
    io.write(string.format(
        '{"per_second":%.1f,"p50_us":%d,"p99_us":%d,"max_us":%d,"requests":%d,"refused":%d,"broken":%d}\n',
        summary.requests / (summary.duration / 1e6), latency:percentile(50), latency:percentile(99), latency.max,
        summary.requests, failures.status, failures.connect + failures.read + failures.write + failures.timeout
    ))
end
