//! Every host function through the mock of its service: the mock gets the arguments of the table, and the plugin what the mock answers.

use std::any::Any;

use heck::ToLowerCamelCase as _;
use nd_native_tests::run::COMMANDS;
use nd_native_tests::tables;
use nd_pdk::testing::call_export;
use nd_pdk::{Error, host};
use serde_json::{Map, Value, json};

/// What a mock answers.
type Answer = Result<Value, &'static str>;

/// Arguments by the names of the parameters, as the table writes them.
fn named(arguments: &[(&str, Value)]) -> Value {
    let arguments = arguments.iter();
    let arguments = arguments.map(|(name, value)| (name.to_lower_camel_case(), value.clone()));
    Value::Object(arguments.collect::<Map<_, _>>())
}

/// Declares `mock`, which puts a mock in place that expects one call of a host function.
macro_rules! mocks {
    ($($service:ident { $($import:literal => $expect:ident($($parameter:ident),*);)+ })+) => {
        fn mock(function: &str, arguments: Value, answer: Answer) -> Box<dyn Any> {
            match function {
                $($($import => Box::new(host::$service::mock(|mock| {
                    mock.$expect().times(1).returning(move |$($parameter),*| {
                        assert_eq!(named(&[$((stringify!($parameter), json!($parameter))),*]), arguments);
                        match &answer {
                            Ok(value) => Ok(serde_json::from_value(value.clone()).unwrap()),
                            Err(text) => Err(Error::new(*text)),
                        }
                    });
                })),)+)+
                _ => panic!("there is no mock of `{function}`"),
            }
        }
    };
}

mocks! {
    artwork {
        "artwork_getartisturl" => expect_get_artist_url(id, size);
        "artwork_getalbumurl" => expect_get_album_url(id, size);
        "artwork_gettrackurl" => expect_get_track_url(id, size);
        "artwork_getplaylisturl" => expect_get_playlist_url(id, size);
    }
    cache {
        "cache_setstring" => expect_set_string(key, value, ttl_seconds);
        "cache_getstring" => expect_get_string(key);
        "cache_setint" => expect_set_int(key, value, ttl_seconds);
        "cache_getint" => expect_get_int(key);
        "cache_setfloat" => expect_set_float(key, value, ttl_seconds);
        "cache_getfloat" => expect_get_float(key);
        "cache_setbytes" => expect_set_bytes(key, value, ttl_seconds);
        "cache_getbytes" => expect_get_bytes(key);
        "cache_has" => expect_has(key);
        "cache_remove" => expect_remove(key);
    }
    config {
        "config_get" => expect_get(key);
        "config_getint" => expect_get_int(key);
        "config_keys" => expect_keys(prefix);
    }
    http {
        "http_send" => expect_send(request);
    }
    kvstore {
        "kvstore_set" => expect_set(key, value);
        "kvstore_setwithttl" => expect_set_with_ttl(key, value, ttl_seconds);
        "kvstore_get" => expect_get(key);
        "kvstore_getmany" => expect_get_many(keys);
        "kvstore_has" => expect_has(key);
        "kvstore_list" => expect_list(prefix);
        "kvstore_delete" => expect_delete(key);
        "kvstore_deletebyprefix" => expect_delete_by_prefix(prefix);
        "kvstore_getstorageused" => expect_get_storage_used();
    }
    library {
        "library_getlibrary" => expect_get_library(id);
        "library_getalllibraries" => expect_get_all_libraries();
    }
    matcher {
        "matcher_matchsongs" => expect_match_songs(songs, opts);
    }
    scheduler {
        "scheduler_scheduleonetime" => expect_schedule_one_time(delay_seconds, payload, schedule_id);
        "scheduler_schedulerecurring" => expect_schedule_recurring(cron_expression, payload, schedule_id);
        "scheduler_cancelschedule" => expect_cancel_schedule(schedule_id);
    }
    scrobbleretriever {
        "scrobbleretriever_getfirsttimestamp" => expect_get_first_timestamp(username);
        "scrobbleretriever_getlasttimestamp" => expect_get_last_timestamp(username);
        "scrobbleretriever_getscrobbles" => expect_get_scrobbles(username, options);
        "scrobbleretriever_getscrobblecount" => expect_get_scrobble_count(username, options);
    }
    storage {
        "storage_getstoragepath" => expect_get_storage_path();
    }
    subsonicapi {
        "subsonicapi_call" => expect_call(uri);
        "subsonicapi_callraw" => expect_call_raw(uri);
    }
    task {
        "task_createqueue" => expect_create_queue(name, config);
        "task_enqueue" => expect_enqueue(queue_name, payload);
        "task_get" => expect_get(task_id);
        "task_cancel" => expect_cancel(task_id);
        "task_clearqueue" => expect_clear_queue(queue_name);
    }
    users {
        "users_getusers" => expect_get_users();
        "users_getadmins" => expect_get_admins();
    }
    websocket {
        "websocket_connect" => expect_connect(url, headers, connection_id);
        "websocket_sendtext" => expect_send_text(connection_id, message);
        "websocket_sendbinary" => expect_send_binary(connection_id, data);
        "websocket_closeconnection" => expect_close_connection(connection_id, code, reason);
    }
}

/// What the plugin gets when it calls a function with these arguments and its mock answers this.
fn call(function: &str, arguments: &Value, answer: Answer) -> Value {
    let _mock = mock(function, arguments.clone(), answer);
    let command = json!({"function": function, "args": arguments});
    call_export(COMMANDS, command.to_string()).json()
}

#[test]
fn every_host_function_reaches_its_mock_and_gets_its_answer() {
    for name in &tables::surface().host_functions {
        eprintln!("{name}");
        let table = &tables::host_functions()[name];
        let arguments = tables::arguments(table.args.as_ref(), table.request.as_deref());
        let got = call(name, &arguments, Ok(table.result.clone()));
        assert_eq!(got, json!({"ok": table.result}));
        // Where the server has nothing to say, the mock says so, too.
        let got = call(name, &arguments, Ok(table.empty_result.clone()));
        assert_eq!(got, json!({"ok": table.empty_result}));
        for reply in &table.more_replies {
            let got = call(name, &arguments, Ok(reply.result.clone()));
            assert_eq!(got, json!({"ok": reply.result}), "{}", reply.name);
        }
    }
}

#[test]
fn every_mock_can_refuse() {
    for name in &tables::surface().host_functions {
        eprintln!("{name}");
        let table = &tables::host_functions()[name];
        let arguments = tables::arguments(table.args.as_ref(), table.request.as_deref());
        let got = call(name, &arguments, Err("out of order"));
        assert_eq!(got, json!({"err": "out of order"}));
    }
}
